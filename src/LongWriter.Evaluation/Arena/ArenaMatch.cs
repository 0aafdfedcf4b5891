using System.Security.Cryptography;
using System.Text;

namespace LongWriter.Evaluation.Arena;

/// <summary>Two runs of one suite, set against each other: what both wrote, in an order that the seed gives, and who sees what on which side.</summary>
public sealed class ArenaMatch
{
    private readonly long _seed;

    private ArenaMatch(ArenaRun first, ArenaRun second, IReadOnlyList<ArenaItem> items, long seed) => (First, Second, Items, _seed) = (first, second, items, seed);

    public ArenaRun First { get; }

    public ArenaRun Second { get; }

    /// <summary>What both runs have written, in the order in which it is shown.</summary>
    public IReadOnlyList<ArenaItem> Items { get; }

    /// <summary>What is to be the same whenever votes are added to others: the runs and the seed.</summary>
    public string Identity => $"{First.Identity}\n{Second.Identity}\n{_seed}";

    /// <param name="seed">Of the order and the sides.</param>
    /// <exception cref="EvaluationFileException">The runs are of two suites, are one and the same, or share no item.</exception>
    public static ArenaMatch Of(ArenaRun first, ArenaRun second, long seed)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Info.SuiteSha256 != second.Info.SuiteSha256)
        {
            throw new EvaluationFileException(second.Name, $"is of the suite {second.Info.Suite}, and {first.Name} of {first.Info.Suite} with other prompts; name two runs of one suite");
        }

        if (first.Identity == second.Identity)
        {
            throw new EvaluationFileException(second.Name, $"is the same run as {first.Name}; name two");
        }

        var others = second.Predictions.ToLookup(prediction => (prediction.Id, prediction.Sample));
        var shared = from one in first.Predictions.DistinctBy(prediction => (prediction.Id, prediction.Sample))
                     let other = others[(one.Id, one.Sample)].FirstOrDefault()
                     where other is not null
                     select new ArenaItem(one.Id, one.Sample, one.Prompt, one.Length, one.Response, other.Response);

        // Sorted first: the order in which runs finished is not to show in the order drawn.
        var items = shared.OrderBy(item => item.Id, StringComparer.Ordinal).ThenBy(item => item.Sample).ToArray();
        if (items.Length == 0)
        {
            throw new EvaluationFileException(second.Name, $"has written nothing yet for a prompt that {first.Name} has written for; let longwriter eval run go on");
        }

        Drawing(seed, "order").Shuffle(items);
        return new ArenaMatch(first, second, items, seed);
    }

    /// <summary>Whether a voter sees the first run's text on the left, as A, for each item: for half of them, whichever the voter.</summary>
    /// <param name="voter">Their name; the same name sees the same.</param>
    /// <returns>One for each of <see cref="Items"/>. With an odd number of items, which side has one more is drawn.</returns>
    public IReadOnlyList<bool> Sides(string voter)
    {
        ArgumentNullException.ThrowIfNull(voter);
        var drawing = Drawing(_seed, $"sides {voter}");
        var more = drawing.Next(2);
        var sides = Enumerable.Range(0, Items.Count).Select(i => (i + more) % 2 == 0).ToArray();
        drawing.Shuffle(sides);
        return sides;
    }

    /// <summary>The votes that are on items of this match.</summary>
    public IEnumerable<(Vote Vote, ArenaItem Item)> Counted(IEnumerable<Vote> votes)
    {
        var items = Items.ToDictionary(item => item.Key);
        return from vote in votes where items.ContainsKey(vote.Key) select (vote, items[vote.Key]);
    }

    /// <summary>A stream of its own for each purpose; string hashes of .NET differ from run to run, so that they cannot be its seed.</summary>
    private static Random Drawing(long seed, string purpose) =>
        new(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {purpose}"))));
}
