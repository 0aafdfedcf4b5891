namespace LongWriter.Evaluation.Judging;

/// <summary>One vote of a judge on one prediction: a line of <c>judgements/JUDGE.jsonl</c>.</summary>
/// <param name="Id">The item's name in its suite.</param>
/// <param name="Sample">Which of the item's samples.</param>
/// <param name="Judge">The judge's model as the user named it.</param>
/// <param name="Vote">Which of the judge's votes, from 0.</param>
/// <param name="Scores">All six, 1 to 5 each; null where the answer gave no usable verdict: unscored is never a number.</param>
public sealed record Judgement(string Id, int Sample, string Judge, int Vote, IReadOnlyDictionary<Dimension, double>? Scores)
{
    /// <summary>The judge's last answer as it came.</summary>
    public string Raw { get; init; } = "";

    /// <summary>Why there are no scores.</summary>
    public string? Problem { get; init; }

    /// <summary>Calls it took beyond the first.</summary>
    public int Retries { get; init; }

    /// <summary>whole, or the part of the text that was shown, where it was too long: "2/4".</summary>
    public string Part { get; init; } = "whole";

    /// <summary>Hash of the judge's template and settings.</summary>
    public string TemplateHash { get; init; } = "";

    public TokenUsage? Usage { get; init; }
}
