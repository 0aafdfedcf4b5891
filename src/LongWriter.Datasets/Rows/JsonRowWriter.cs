namespace LongWriter.Datasets.Rows;

/// <summary>
/// One object a line, every row with the same fields and none of them null: Hugging Face datasets takes a column's type from the first 10 MB
/// of a file, and a column that is null so far takes no text later.
/// </summary>
internal sealed class JsonRowWriter(string path) : RowWriter(path)
{
    public override Task WriteAsync(ChatRow row, CancellationToken cancellationToken = default) =>
        WriteLineAsync(new { row.Id, row.Messages, Type = row.Type ?? "", Length = row.Length ?? 0, row.Words }, cancellationToken);

    public override Task WriteAsync(PreferenceRow row, CancellationToken cancellationToken = default) =>
        WriteLineAsync(new { row.Id, row.Prompt, row.Chosen, row.Rejected }, cancellationToken);

    private protected override Task FinishAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
