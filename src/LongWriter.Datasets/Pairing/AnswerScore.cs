namespace LongWriter.Datasets.Pairing;

/// <summary>What an answer is worth and what that is made of: the evidence for a pair.</summary>
/// <param name="Sample">Which of the instruction's answers, from 0.</param>
public sealed record AnswerScore(int Sample)
{
    /// <summary>Words of the answer; 0 where there is none.</summary>
    public int Words { get; init; }

    /// <summary>S_l, 0 to 100; null where the instruction states no length.</summary>
    public double? LengthScore { get; init; }

    /// <summary>S_q by the judge, 0 to 100; null without a judge.</summary>
    public double? Quality { get; init; }

    /// <summary>Share of sentences that stood before in the answer, 0 to 1; ranks where there is no judge.</summary>
    public double? Repetition { get; init; }

    /// <summary>Share of the plan's, else the instruction's, words that the answer holds, 0 to 1; ranks where there is no judge.</summary>
    public double? Coverage { get; init; }

    /// <summary>Why the answer has no score; null where it has one.</summary>
    public string? Problem { get; init; }

    /// <summary>The mean of what there is, 0 to 100 to two places, so that what differs by less is a tie; null for an answer without a score.</summary>
    public double? Score => Problem is not null ? null : Math.Round(new[] { LengthScore, Quality, 100 * (1 - Repetition), 100 * Coverage }.OfType<double>().DefaultIfEmpty(0).Average(), 2);

    internal AnswerScore Rounded() => this with { LengthScore = Round(LengthScore, 2), Quality = Round(Quality, 2), Repetition = Round(Repetition, 4), Coverage = Round(Coverage, 4) };

    private static double? Round(double? value, int places) => value is { } number ? Math.Round(number, places) : null;
}
