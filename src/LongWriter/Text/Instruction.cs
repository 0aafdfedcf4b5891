namespace LongWriter.Text;

/// <summary>What the user asked for, in words.</summary>
public static class Instruction
{
    /// <summary>States a length that the instruction itself does not state, on a line of its own.</summary>
    public static string WithLength(string instruction, int words) => $"{instruction}\n\nLength: {words} words.";
}
