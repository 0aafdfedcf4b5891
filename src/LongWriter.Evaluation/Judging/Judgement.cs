namespace LongWriter.Evaluation.Judging;

/// <summary>One vote of a judge on one prediction: a line of <c>judgements/JUDGE.jsonl</c>.</summary>
/// <param name="Id">The item's name in its suite.</param>
/// <param name="Sample">Which of the item's samples.</param>
/// <param name="Judge">The judge's model as the user named it.</param>
/// <param name="Vote">Which of the judge's votes, from 0.</param>
/// <param name="Scores">All six, 1 to 5 each; null where the answer gave no usable verdict: unscored is never a number.</param>
public sealed record Judgement(string Id, int Sample, string Judge, int Vote, IReadOnlyDictionary<Dimension, double>? Scores)
{
    /// <summary>The part of texts that were judged at once.</summary>
    public const string Whole = "whole";

    /// <summary>The judge's last answer as it came; where the text was judged in parts, those to all of them with a line between.</summary>
    public string Raw { get; init; } = "";

    /// <summary>Why there are no scores.</summary>
    public string? Problem { get; init; }

    /// <summary>Calls it took beyond the first of each part.</summary>
    public int Retries { get; init; }

    /// <summary><see cref="Whole"/>, or "4 parts" where the text was too long for the judge: the scores are then the means of those of its parts.</summary>
    public string Part { get; init; } = Whole;

    /// <summary>The template's <see cref="JudgeTemplate.Hash"/>.</summary>
    public string TemplateHash { get; init; } = "";

    /// <summary>Sampling temperature; null for the judge's own.</summary>
    public float? Temperature { get; init; }

    public TokenUsage? Usage { get; init; }
}
