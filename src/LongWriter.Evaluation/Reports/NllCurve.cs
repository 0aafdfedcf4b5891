using System.Text.Json;
using LongWriter.Runs;

namespace LongWriter.Evaluation.Reports;

/// <summary>How well a model foretells long texts, by how far they are read: the cumulative mean of its NLL.</summary>
/// <param name="Name">What was read.</param>
/// <param name="Points">By tokens, rising.</param>
public sealed record NllCurve(string Name, IReadOnlyList<NllPoint> Points)
{
    /// <summary>Reads a file of points, one JSON object a line, as <c>longwriter-train nll</c> writes it.</summary>
    /// <exception cref="EvaluationFileException">It cannot be read, has a line that is no point, or has none.</exception>
    public static IReadOnlyList<NllCurve> Read(string path)
    {
        var points = new List<Line>();
        try
        {
            foreach (var (i, line) in File.ReadLines(path).Index().Where(line => !string.IsNullOrWhiteSpace(line.Item)))
            {
                points.Add(Parse(line) is { Name: not null, Tokens: not null, Nll: not null } point && double.IsFinite(point.Nll.Value) ? point
                    : throw new EvaluationFileException(path, $"line {i + 1} is no point of a curve; each line is an object with name, tokens and nll. longwriter-train nll writes such files"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationFileException(path, $"cannot be read: {e.Message}", e);
        }

        return points.Count == 0 ? throw new EvaluationFileException(path, "has no points; longwriter-train nll writes them")
            : [.. points.GroupBy(point => point.Name!, StringComparer.Ordinal).Select(curve => new NllCurve(curve.Key, [.. curve.Select(point => new NllPoint(point.Tokens!.Value, point.Nll!.Value)).OrderBy(point => point.Tokens)]))];
    }

    private static Line? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(line, EventJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Line(string? Name, long? Tokens, double? Nll);
}

/// <param name="Tokens">Tokens read.</param>
/// <param name="Nll">Mean over them, nats a token.</param>
public sealed record NllPoint(long Tokens, double Nll);
