using System.Text.Json;
using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Suites;
using LongWriter.Runs;

namespace LongWriter.Evaluation.Running;

/// <summary>The folder of an evaluation: what was asked, what was written and how it was judged. Format: docs/formats/evaluation.md.</summary>
/// <remarks>
/// Opened, it can be read while others write it. What was appended since is seen by the next enumeration. Appending is thread-safe;
/// one process runs, and one judges with a given judge, at a time.
/// </remarks>
public sealed class EvaluationFolder : IDisposable
{
    private const string InfoName = "run.json";
    private const string SuiteName = "suite.jsonl";
    private const string PredictionsName = "predictions.jsonl";
    private const string FailuresName = "failures.jsonl";

    private readonly LineFile? _predictions;
    private readonly LineFile? _failures;

    private EvaluationFolder(string path, RunInfo info, IReadOnlyList<SuiteItem> items, LineFile? predictions, LineFile? failures)
    {
        (Path, Info, Items, _predictions, _failures) = (path, info, items, predictions, failures);
    }

    public string Path { get; }

    /// <summary>The folder's own name, by which results call the run.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)));

    public RunInfo Info { get; }

    /// <summary>The prompts as they were used.</summary>
    public IReadOnlyList<SuiteItem> Items { get; }

    /// <summary>What was written, in the order it was finished. Read from the disk at each enumeration, one at a time: all of them may be more than the memory holds.</summary>
    /// <exception cref="EvaluationFileException">While they are enumerated: the file cannot be read, or a line of it is damaged.</exception>
    public IEnumerable<Prediction> Predictions => FolderFiles.Read<Prediction>(File(PredictionsName));

    /// <summary>How many lines of predictions there are, whatever they hold: told without reading them, to say how far something is.</summary>
    /// <exception cref="EvaluationFileException">The file cannot be read.</exception>
    public int CountPredictions() => FolderFiles.Lines(File(PredictionsName)).Count();

    /// <summary>Calls that gave no prediction, tried again or not.</summary>
    /// <exception cref="EvaluationFileException">As for <see cref="Predictions"/>.</exception>
    public IEnumerable<Failure> Failures => FolderFiles.Read<Failure>(File(FailuresName));

    /// <summary>All votes of each judge, by the judge's name.</summary>
    /// <exception cref="EvaluationFileException">A file cannot be read, or a line of one is damaged.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<Judgement>> Judgements => JudgementFiles.ReadAll(Path);

    /// <summary>The texts by the lines that they stand in, as they are now.</summary>
    /// <exception cref="EvaluationFileException">The file cannot be read.</exception>
    internal WrittenTexts OpenTexts() => WrittenTexts.Open(File(PredictionsName));

    /// <summary>Opens a folder to read it.</summary>
    /// <exception cref="EvaluationFileException">It is no evaluation's folder, is of a later version, or cannot be read.</exception>
    public static EvaluationFolder Open(string path) =>
        ReadInfo(path) is { } info ? new EvaluationFolder(path, info, [.. FolderFiles.Read<SuiteItem>(System.IO.Path.Combine(path, SuiteName))], null, null)
        : throw new EvaluationFileException(path, $"is no evaluation's folder: there is no {InfoName} in it. longwriter eval run makes one.");

    /// <summary>Begins an evaluation, or goes on with one that is of the same.</summary>
    /// <param name="suite">The prompts as they are used; written beside the run's record.</param>
    /// <exception cref="EvaluationFileException">The folder holds something else, another process writes it, or it cannot be written.</exception>
    public static EvaluationFolder CreateOrResume(string path, RunInfo info, Suite suite)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(suite);
        var stands = ReadInfo(path);
        Agree(path, stands, info);

        // Held before anything is written: two that begin in the same moment are told apart.
        var predictions = LineFile.OpenOrCreate(System.IO.Path.Combine(path, PredictionsName), System.IO.Path.Combine(path, "lock"), FolderFiles.Problems);
        LineFile? failures = null;
        try
        {
            failures = LineFile.OpenOrCreate(System.IO.Path.Combine(path, FailuresName), System.IO.Path.Combine(path, "failures.lock"), FolderFiles.Problems);
            stands ??= ReadInfo(path);
            Agree(path, stands, info);
            if (stands is null)
            {
                FolderFiles.Save(System.IO.Path.Combine(path, SuiteName), string.Concat(suite.Items.Select(item => JsonSerializer.Serialize(item, EventJson.Options) + "\n")));
                FolderFiles.Save(System.IO.Path.Combine(path, InfoName), JsonSerializer.Serialize(info, FolderFiles.Indented) + "\n");
            }

            return new EvaluationFolder(path, stands ?? info, suite.Items, predictions, failures);
        }
        catch
        {
            failures?.Dispose();
            predictions.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a prediction; it is on the disk when this returns.</summary>
    /// <exception cref="EvaluationFileException">The disk is full or gone; what stands stays good.</exception>
    /// <exception cref="InvalidOperationException">The folder was opened to be read.</exception>
    public void AppendPrediction(Prediction prediction) => Append(_predictions, prediction);

    /// <summary>Keeps a failure; it is on the disk when this returns.</summary>
    /// <exception cref="EvaluationFileException">As for <see cref="AppendPrediction"/>.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="AppendPrediction"/>.</exception>
    public void AppendFailure(Failure failure) => Append(_failures, failure);

    /// <summary>Opens the votes of a judge to go on with them, or begins them.</summary>
    /// <param name="judge">The judge's model as the user named it.</param>
    /// <exception cref="EvaluationFileException">Another process writes them, they are damaged, or they cannot be written.</exception>
    public RecordFile<Judgement> OpenJudgements(string judge) => JudgementFiles.Open(Path, judge);

    /// <summary>Writes a file of the folder, whole or not at all.</summary>
    /// <param name="name">Its name: scores.json, report.html.</param>
    /// <exception cref="EvaluationFileException">It cannot be written.</exception>
    public void Save(string name, string text) => FolderFiles.Save(File(name), text);

    public void Dispose()
    {
        _failures?.Dispose();
        _predictions?.Dispose();
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);

    private static void Append<T>(LineFile? file, T line) =>
        (file ?? throw new InvalidOperationException("the folder was opened to be read")).Append(JsonSerializer.Serialize(line, EventJson.Options));

    private static RunInfo? ReadInfo(string path)
    {
        var file = System.IO.Path.Combine(path, InfoName);
        if (!System.IO.File.Exists(file))
        {
            return Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(entry => !FolderFiles.IsBegun(System.IO.Path.GetFileName(entry)))
                ? throw new EvaluationFileException(path, $"holds files but no {InfoName}, so it is no evaluation's folder; name another")
                : null;
        }

        try
        {
            var info = JsonSerializer.Deserialize<RunInfo>(System.IO.File.ReadAllText(file), EventJson.Options);
            return info is { Version: >= 1 and <= RunInfo.Current } ? info
                : throw new EvaluationFileException(file, $"is of version {info?.Version}; this program reads up to version {RunInfo.Current}. Update it to go on.");
        }
        catch (JsonException e)
        {
            throw new EvaluationFileException(file, "is no record of an evaluation; name another folder", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationFileException(file, $"cannot be read: {e.Message}", e);
        }
    }

    /// <exception cref="EvaluationFileException">What stands is of something else.</exception>
    private static void Agree(string path, RunInfo? stands, RunInfo info)
    {
        if (stands is not null && stands.Differences(info) is [var first, ..] all)
        {
            throw new EvaluationFileException(path, $"holds an evaluation of something else: {string.Join(", ", all)}. Give the same to go on with it, or name another folder.");
        }
    }
}
