using System.Text.Json;
using System.Text.Json.Serialization;
using LongWriter.Datasets.Files;
using LongWriter.Runs;

namespace LongWriter.Datasets.Selecting;

/// <summary>An instruction that was selected: a line of the output, in the form that <c>data build</c> reads.</summary>
/// <param name="Id">Its name in its log, else its file and row.</param>
/// <param name="Length">Words it asks for; null where the selector said that it needs many.</param>
/// <param name="Type">The kind of writing, where its log says it.</param>
/// <param name="File">The log it came in.</param>
/// <param name="Row">Its line there, or its place among the rows, from 1.</param>
internal sealed record SelectedRow(string Id, string Instruction, string Language, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Length, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type, string File, long Row);

/// <summary>What a selection writes: rows, verdicts and the study of lengths. All of them get their names once they are whole.</summary>
internal sealed class SelectionFiles(string output, IReadOnlyList<string> inputs) : IAsyncDisposable
{
    private readonly WholeFile _rows = new(output, DataFileException.Told);
    private readonly WholeFile _verdicts = new(Beside.Verdicts(output), DataFileException.Told);

    public static string Lengths(string output) => Path.ChangeExtension(output, ".lengths.json");

    /// <summary>Where the selector's answers are kept.</summary>
    public static string Answers(string output) => Path.ChangeExtension(output, ".answers.jsonl");

    public Task KeepAsync(ExaminedRow row, CancellationToken cancellationToken)
    {
        var file = Path.GetFileName(inputs[row.File]);
        var id = row.Row.Id.Length > 0 ? row.Row.Id : $"{Path.GetFileNameWithoutExtension(file)}-{row.Row.Row}";
        return _rows.WriteLineAsync(new SelectedRow(id, row.Row.Prompt, row.Language, row.Length, row.Row.Type, file, row.Row.Row), cancellationToken);
    }

    public Task PassOverAsync(ExaminedRow row, Reason reason, string detail, CancellationToken cancellationToken) =>
        _verdicts.WriteLineAsync(new Verdict(row.Row.Row, row.Row.Id, reason, detail) { File = inputs.Count > 1 ? Path.GetFileName(inputs[row.File]) : null, Length = row.Length }, cancellationToken);

    public void Complete(LengthStudy lengths)
    {
        WholeFile.Save(Lengths(output), JsonSerializer.Serialize(lengths, EventJson.Options) + "\n", DataFileException.Told);
        _verdicts.Complete();
        _rows.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync().ConfigureAwait(false);
        await _verdicts.DisposeAsync().ConfigureAwait(false);
    }
}
