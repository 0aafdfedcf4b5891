using System.Text.Json;
using LongWriter.Evaluation.Running;
using LongWriter.Runs;

namespace LongWriter.Evaluation.Scoring;

/// <summary>
/// A file of predictions as the released scripts write it, one JSON object a line with prompt, type, length, response and response_length. Lines
/// that are none are told with their numbers, and the others taken.
/// </summary>
/// <remarks>Rows of the same prompt, type and length are samples of one item: an interval must not take them for several.</remarks>
public sealed class PredictionFile(string path)
{
    private readonly List<BrokenLine> _broken = [];

    public string Path => path;

    /// <summary>Lines that were no predictions in the last reading, as far as it has come.</summary>
    public IReadOnlyList<BrokenLine> Broken => _broken;

    /// <summary>Reads the file line by line; its texts may be more than the memory holds.</summary>
    /// <exception cref="EvaluationFileException">While it is enumerated: the file cannot be read.</exception>
    public IEnumerable<PredictionLine> Read()
    {
        _broken.Clear();
        var items = new Dictionary<(string Prompt, string Type, int Length), (string Id, int Samples)>();
        using var reader = Open();
        for (var number = 1; NextLine(reader) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var (prediction, problem) = Parse(line);
            if (prediction is null)
            {
                _broken.Add(new BrokenLine(number, problem));
                continue;
            }

            if (prediction.Id.Length == 0)
            {
                var key = (prediction.Prompt, prediction.Type, prediction.Length);
                var (id, samples) = items.GetValueOrDefault(key, ($"{number}", 0));
                items[key] = (id, samples + 1);
                prediction = prediction with { Id = id, Sample = samples };
            }

            yield return new PredictionLine(number, prediction);
        }
    }

    /// <summary>Its lines, to tell how far a reading has come.</summary>
    /// <exception cref="EvaluationFileException">The file cannot be read.</exception>
    public int CountLines()
    {
        using var reader = Open();
        var lines = 0;
        while (NextLine(reader) is not null)
        {
            lines++;
        }

        return lines;
    }

    private static (Prediction? Prediction, string Problem) Parse(string line)
    {
        try
        {
            var prediction = JsonSerializer.Deserialize<Prediction>(line, EventJson.Options);
            return prediction switch
            {
                null => (null, "is null"),
                { Length: < 1 } => (null, $"asks for {prediction.Length} words; 1 or more can be scored"),
                { ResponseLength: < 0 } => (null, $"response_length is {prediction.ResponseLength}"),
                _ => (prediction, ""),
            };
        }
        catch (JsonException e)
        {
            return (null, Reason(e));
        }
    }

    /// <summary>What is wrong, without the names of .NET types: what is missing, or the place that does not read.</summary>
    private static string Reason(JsonException e)
    {
        if (e.Path is { Length: > 2 } where)
        {
            return $"{where[2..]} is not of the kind that it should be";
        }

        var missing = s_fields.Where(field => e.Message.Contains($"'{field}'", StringComparison.Ordinal)).ToList();
        return missing.Count > 0 ? $"has no {string.Join(", ", missing)}"
            : e.BytePositionInLine is { } at and > 0 ? $"is no JSON object, or a broken one: it stops to make sense at byte {at + 1}"
            : "is no JSON object";
    }

    private static readonly string[] s_fields = ["prompt", "type", "length", "response", "response_length"];

    private StreamReader Open()
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationFileException(path, $"cannot be read: {e.Message}", e);
        }
    }

    private string? NextLine(StreamReader reader)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (IOException e)
        {
            throw new EvaluationFileException(path, $"cannot be read to its end: {e.Message}", e);
        }
    }
}

/// <summary>A prediction and the line it stands in, from 1.</summary>
public sealed record PredictionLine(int Line, Prediction Prediction);
