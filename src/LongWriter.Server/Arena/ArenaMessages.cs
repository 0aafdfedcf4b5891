using LongWriter.Evaluation.Arena;

namespace LongWriter.Server.Arena;

/// <summary>How far a voter is.</summary>
/// <param name="Voted">By item in the order shown: whether it has a vote.</param>
internal sealed record ProgressMessage(int Total, int Done, IReadOnlyList<bool> Voted);

/// <summary>One item as one voter sees it; which run wrote what is not in it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Words">Words asked for.</param>
/// <param name="Left">HTML.</param>
/// <param name="Right">HTML.</param>
/// <param name="Vote">left, right, tie, bad, or null.</param>
internal sealed record ItemMessage(int Number, string Prompt, string Language, int Words, string Left, string Right, string? Vote);

/// <summary>A vote as the page sends it.</summary>
/// <param name="Number">The item's, from 1.</param>
/// <param name="Vote">left, right, tie or bad.</param>
/// <param name="Seconds">For which the item was looked at.</param>
internal sealed record VoteMessage(string Voter, int Number, string Vote, double Seconds);

/// <summary>The names at last, and what all say of them.</summary>
internal sealed record ResultsMessage(NamedRun First, NamedRun Second, ArenaResults Results);

/// <summary>A run by all its names.</summary>
internal sealed record NamedRun(string Name, string Model, string Strategy);

/// <summary>Why a request was not done.</summary>
internal sealed record ProblemMessage(string Error);
