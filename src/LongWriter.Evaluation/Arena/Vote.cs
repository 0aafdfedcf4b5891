namespace LongWriter.Evaluation.Arena;

/// <summary>What a person says of two texts.</summary>
public enum Choice
{
    /// <summary>The first run's text is better.</summary>
    First,

    /// <summary>The second run's text is better.</summary>
    Second,

    /// <summary>Both are as good.</summary>
    Tie,

    /// <summary>Neither does what was asked; a tie in every rate.</summary>
    BothBad,
}

/// <summary>One person's vote on one item.</summary>
/// <param name="Voter">The name they gave.</param>
/// <param name="Id">The item's name in its suite.</param>
/// <param name="Sample">Which of the item's samples.</param>
/// <param name="FirstOnLeft">Whether the first run's text stood on the left, as A.</param>
/// <param name="Seconds">For which the item was looked at, 0 or more.</param>
/// <param name="At">When it was last given.</param>
public sealed record Vote(string Voter, string Id, int Sample, Choice Choice, bool FirstOnLeft, double Seconds, DateTimeOffset At)
{
    internal (string, int) Key => (Id, Sample);
}

/// <summary>Where votes are kept: one a voter and item, the last one given. Safe for several threads.</summary>
public interface IVoteStore
{
    /// <summary>Keeps a vote in place of the voter's earlier one on the same item; it is on the disk when this returns.</summary>
    /// <exception cref="EvaluationFileException">It cannot be kept.</exception>
    void Save(Vote vote);

    /// <summary>All votes, in the order in which they were last given.</summary>
    /// <exception cref="EvaluationFileException">They cannot be read.</exception>
    IReadOnlyList<Vote> Read();

    /// <summary>One voter's votes.</summary>
    /// <exception cref="EvaluationFileException">They cannot be read.</exception>
    IReadOnlyList<Vote> Read(string voter);
}
