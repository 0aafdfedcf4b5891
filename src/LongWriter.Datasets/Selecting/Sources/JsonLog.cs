using System.Runtime.CompilerServices;
using System.Text.Json;
using LongWriter.Datasets.Rows;

namespace LongWriter.Datasets.Selecting.Sources;

/// <summary>Lines of JSON; each may have columns of its own.</summary>
internal sealed class JsonLog(string path, string? column) : LogSource(path)
{
    private readonly JsonLines _lines = new(path);
    private readonly long _bytes = Math.Max(1, new FileInfo(path).Length);

    public override double Part => Math.Min(1, (double)_lines.BytesRead / _bytes);

    public override async IAsyncEnumerable<LogRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (line, json, problem) in _lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return problem is null ? Row(line, json) : LogRow.Bad(line, problem);
        }
    }

    private LogRow Row(long line, JsonElement json)
    {
        var columns = json.EnumerateObject().Select(property => property.Name).ToList();
        if (LogColumns.Prompt(columns, column) is not { } name)
        {
            return LogRow.Bad(line, LogColumns.Missing(column));
        }

        try
        {
            var id = LogColumns.Id(columns) is { } named && json.GetProperty(named) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value ? value.ToString() : null;
            var type = LogColumns.Type(columns) is { } kind && json.GetProperty(kind) is { ValueKind: JsonValueKind.String } said ? said.GetString() : null;
            return LogRow.Of(line, id, ChatJson.Prompt(json.GetProperty(name)), type);
        }
        catch (InvalidOperationException)
        {
            // What JSON allows and .NET's strings cannot hold: half of a surrogate pair, escaped.
            return LogRow.Bad(line, "holds half a character (an unpaired \\ud800 to \\udfff)");
        }
    }
}
