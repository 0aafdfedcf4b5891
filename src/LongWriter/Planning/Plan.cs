namespace LongWriter.Planning;

/// <summary>One section to write.</summary>
/// <param name="Number">Its place in the plan, from 1.</param>
/// <param name="MainPoint">What the section says.</param>
/// <param name="Words">Its word budget, 1 or more.</param>
public sealed record PlanStep(int Number, string MainPoint, int Words)
{
    /// <summary>The step in the paper's line format, with its own budget.</summary>
    public override string ToString() => ToLine(Words);

    /// <summary>The step in the paper's line format, with another budget.</summary>
    public string ToLine(int words) => $"Paragraph {Number} - Main Point: {MainPoint} - Word Count: {words} words";
}

/// <summary>The outline of a document: its steps in order.</summary>
public sealed record Plan(IReadOnlyList<PlanStep> Steps)
{
    /// <summary>Words of all steps.</summary>
    public int Words => Steps.Sum(step => step.Words);

    /// <summary>The plan in the paper's line format, one line a step, no line end at the end.</summary>
    public override string ToString() => string.Join('\n', Steps);
}

/// <summary>A model's answer cannot be used as a plan. The message says why; <see cref="Answer"/> is what it wrote.</summary>
public sealed class PlanException(string message, string answer) : Exception(message)
{
    public string Answer { get; } = answer;
}
