using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.PaperSmall;

/// <summary>One way to train, with an evaluation of one suite for each seed.</summary>
/// <param name="Name">What stands before the last hyphen of its folders' names.</param>
/// <param name="Runs">By seed, in the order given.</param>
internal sealed record Arm(string Name, IReadOnlyList<ArmRun> Runs)
{
    /// <summary>Of what the bootstrap draws.</summary>
    private const long Seed = 1;

    /// <summary>Reads and scores evaluations, by arm in the order in which arms first come.</summary>
    /// <exception cref="FormatException">A folder's name tells no arm and seed, or seeds of an arm have other prompts or none.</exception>
    /// <exception cref="Evaluation.EvaluationFileException">A folder is no evaluation.</exception>
    public static IReadOnlyList<Arm> Read(IEnumerable<string> folders)
    {
        var runs = new List<(string Arm, ArmRun Run)>();
        foreach (var path in folders)
        {
            using var folder = EvaluationFolder.Open(path);
            var (arm, seed) = Split(folder.Name);
            runs.Add((arm, new ArmRun(seed, [.. new Scorer().Score(folder).Predictions])));
        }

        return [.. runs.GroupBy(run => run.Arm, run => run.Run, StringComparer.Ordinal).Select(arm => Of(arm.Key, [.. arm]))];
    }

    /// <exception cref="FormatException">A seed has no answers, or other prompts than the first: their means would not compare.</exception>
    internal static Arm Of(string name, IReadOnlyList<ArmRun> runs)
    {
        if (runs.FirstOrDefault(run => run.Predictions.Count == 0) is { } empty)
        {
            throw new FormatException($"{name}: seed {empty.Seed} has no answers; finish its evaluation first");
        }

        var first = runs[0].Predictions.Select(prediction => prediction.Id).ToHashSet(StringComparer.Ordinal);
        return runs.FirstOrDefault(run => !first.SetEquals(run.Predictions.Select(prediction => prediction.Id))) is { } other
            ? throw new FormatException($"{name}: seed {other.Seed} has other prompts than seed {runs[0].Seed}; finish both evaluations first")
            : new Arm(name, runs);
    }

    /// <summary>"cap-500-1" is seed 1 of "cap-500".</summary>
    /// <exception cref="FormatException">It has no hyphen with something on both sides.</exception>
    internal static (string Arm, string Seed) Split(string name) => name.LastIndexOf('-') is > 0 and var at && at < name.Length - 1
        ? (name[..at], name[(at + 1)..])
        : throw new FormatException($"'{name}' is no arm and seed; name the folder as in cap-500-1");

    /// <summary>The longest that each subject got, mean over subjects, seeds averaged first; null where no answer ended by itself.</summary>
    public Figure? LongestOfSubjects() => Bootstrap.Mean(
        Runs.SelectMany(run => run.Ended.GroupBy(prediction => Subject(prediction.Id), StringComparer.Ordinal).Select(subject => (subject.Key, Longest: subject.Max(prediction => prediction.Written))))
            .GroupBy(subject => subject.Key, subject => (double)subject.Longest, StringComparer.Ordinal)
            .Select(subject => subject.Average()),
        Seed);

    /// <summary>S_l over the prompts that ask for a length in a bin, seeds averaged first; null for a bin without prompts.</summary>
    /// <param name="bin">Null for all prompts.</param>
    public Figure? LengthScore(string? bin) => Mean(prediction => bin is null || LengthBin.Of(prediction.Asked).Name == bin, prediction => prediction.LengthScore);

    /// <summary>Words written for each length asked, mean over subjects and seeds; answers that were cut count as long as they were.</summary>
    public IReadOnlyList<(int Asked, double Written)> Written() =>
        [.. Runs.SelectMany(run => run.Predictions).GroupBy(prediction => prediction.Asked).OrderBy(length => length.Key).Select(length => (length.Key, length.Average(prediction => prediction.Written)))];

    /// <summary>Suites of rulers name their items by subject and length: origami-500.</summary>
    private static string Subject(string id) => id.LastIndexOf('-') is > 0 and var at ? id[..at] : id;

    private Figure? Mean(Func<ScoredPrediction, bool> belongs, Func<ScoredPrediction, double> value) => Bootstrap.Mean(
        Runs.SelectMany(run => run.Predictions).Where(belongs).GroupBy(prediction => prediction.Id, value, StringComparer.Ordinal).Select(item => item.Average()),
        Seed);
}

/// <summary>One seed of an arm.</summary>
internal sealed record ArmRun(string Seed, IReadOnlyList<ScoredPrediction> Predictions)
{
    /// <summary>Answers that the model ended. What the limit of tokens ended says nothing of where the model would have.</summary>
    public IEnumerable<ScoredPrediction> Ended => Predictions.Where(prediction => prediction.FinishReason == "stop");

    public int Cut => Predictions.Count - Ended.Count();

    /// <summary>Words of the longest answer that ended; null where none did.</summary>
    public int? Longest => Ended.Select(prediction => (int?)prediction.Written).Max();

    public double LengthScore => Predictions.Average(prediction => prediction.LengthScore);
}
