namespace LongWriter.Evaluation.Scoring;

/// <summary>How predictions are scored.</summary>
public sealed record ScoreOptions
{
    /// <summary>
    /// As the released scorer does: words are those that the file tells (response_length), and a vote without a verdict counts 3 in every
    /// dimension.
    /// </summary>
    public bool Released { get; init; }

    /// <summary>Seed of the bootstrap: the same gives the same intervals.</summary>
    public long Seed { get; init; }
}
