namespace LongWriter.Evaluation.Suites;

/// <summary>The language of a prompt as LongBench-Write tells them apart: English or Chinese.</summary>
public static class PromptLanguage
{
    /// <returns>zh where a fifth of the letters or more are Chinese characters (names in Latin letters stand in Chinese prompts), else en.</returns>
    public static string Of(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var chinese = prompt.Count(c => c is >= '\u4E00' and <= '\u9FFF');
        return chinese * 5 >= prompt.Count(char.IsLetter) && chinese > 0 ? "zh" : "en";
    }
}
