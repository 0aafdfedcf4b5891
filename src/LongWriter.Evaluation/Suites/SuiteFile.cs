using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LongWriter.Text;

namespace LongWriter.Evaluation.Suites;

/// <summary>
/// Reads a suite: one JSON object a line with <c>prompt</c>, <c>type</c> and <c>length</c>, as the files of LongBench-Write and LongWrite-Ruler
/// have them, and where there is one an <c>id</c>. Other properties are passed over, and lines of white space.
/// </summary>
public static class SuiteFile
{
    /// <summary>A suite is read whole: a file of other data is told before it fills the memory.</summary>
    private const long MostBytes = 256L * 1024 * 1024;

    /// <exception cref="EvaluationFileException">It cannot be read, or as for <see cref="Parse"/>.</exception>
    public static Suite Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > MostBytes } ? throw new EvaluationFileException(path, $"has more than {MostBytes >> 20} MiB, so it is no suite")
                : Parse(Path.GetFileName(path), path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationFileException(path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <param name="name">What the suite is called, where its bytes are not those of an official file.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="EvaluationFileException">Lines are no prompts, names stand twice, or there are no prompts. Nothing is left out silently: fewer prompts are another suite.</exception>
    public static Suite Parse(string name, string path, ReadOnlyMemory<byte> bytes)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var (items, problems) = (new List<SuiteItem>(), new List<string>());
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (number, line) in Lines(bytes))
        {
            try
            {
                var item = Item(number, line);
                items.Add(item);
                if (!ids.TryAdd(item.Id, number))
                {
                    problems.Add($"line {number}: the id {Shown(item.Id)} stands in line {ids[item.Id]} already");
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                problems.Add($"line {number}: {(e is FormatException ? e.Message : $"this is no JSON: {Shown(Encoding.UTF8.GetString(line.Span[..Math.Min(60, line.Length)]))}")}");
            }
        }

        return problems.Count > 0 ? throw new EvaluationFileException(path, $"{problems[0]}{(problems.Count > 1 ? $" (and {problems.Count - 1:N0} more such lines)" : "")}. A suite has an object with prompt, type and length in each line.")
            : items.Count == 0 ? throw new EvaluationFileException(path, "holds no prompts")
            : new Suite(OfficialSuite.All.FirstOrDefault(known => known.Sha256 == sha256)?.Name ?? name, sha256, items);
    }

    /// <summary>Lines with something in them, without a byte order mark, by their numbers from 1.</summary>
    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Line)> Lines(ReadOnlyMemory<byte> bytes)
    {
        bytes = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        for (var number = 1; !bytes.IsEmpty; number++)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (line.Span.ContainsAnyExcept(" \t\r"u8))
            {
                yield return (number, line);
            }
        }
    }

    /// <exception cref="FormatException">A property is missing or cannot be used; the message says which.</exception>
    private static SuiteItem Item(int number, ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line);
        var row = json.RootElement;
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("this is no JSON object");
        }

        var prompt = Text(row, "prompt");
        var type = Text(row, "type");
        return !row.TryGetProperty("length", out var length) ? throw new FormatException("length is missing")
            : length.ValueKind != JsonValueKind.Number || !length.TryGetInt32(out var words) || words is < 1 or > TargetLength.Most ? throw new FormatException($"length is {Shown(length.GetRawText())}; a number of words from 1 on is needed")
            : new SuiteItem(Id(row) ?? $"{number}", prompt, WritingTypes.Of(type), words);
    }

    private static string Text(JsonElement row, string name) =>
        !row.TryGetProperty(name, out var value) ? throw new FormatException($"{name} is missing")
        : value.ValueKind != JsonValueKind.String ? throw new FormatException($"{name} is no text")
        : value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text
        : throw new FormatException($"{name} is empty");

    private static string? Id(JsonElement row) => !row.TryGetProperty("id", out var id) ? null : id.ValueKind switch
    {
        JsonValueKind.String when !string.IsNullOrWhiteSpace(id.GetString()) => id.GetString(),
        JsonValueKind.Number => id.GetRawText(),
        JsonValueKind.Null => null,
        _ => throw new FormatException("id is neither a text nor a number"),
    };

    private static string Shown(string text) => (text.Length <= 60 ? text : text[..60] + "…").ReplaceLineEndings(" ");
}
