namespace LongWriter.Evaluation.Pairwise;

/// <summary>Which of two texts a judge would rather have, by the place in which it was shown.</summary>
public enum Preference
{
    First,
    Second,
    Tie,
}

/// <summary>One comparison of the texts that two runs wrote for one item, in one order: a line of <c>pairwise.jsonl</c>.</summary>
/// <param name="Id">The item's name in its suite.</param>
/// <param name="Sample">Which of the item's samples.</param>
/// <param name="First">The run whose text was shown first.</param>
/// <param name="Second">The run whose text was shown second.</param>
/// <param name="Judge">The judge's model as the user named it.</param>
/// <param name="Better">Null where the judge's answer gave none.</param>
public sealed record PairJudgement(string Id, int Sample, string First, string Second, string Judge, Preference? Better)
{
    /// <summary>First 16 hexadecimal digits of the SHA-256 of prompt and texts: a comparison stands as long as they are the same.</summary>
    public string Texts { get; init; } = "";

    /// <summary>The judge's last answer as it came.</summary>
    public string Raw { get; init; } = "";

    /// <summary>Why there is no preference.</summary>
    public string? Problem { get; init; }

    /// <summary>1 where the judge was asked once more.</summary>
    public int Retries { get; init; }

    public TokenUsage? Usage { get; init; }
}
