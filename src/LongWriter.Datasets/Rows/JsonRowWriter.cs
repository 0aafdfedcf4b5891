namespace LongWriter.Datasets.Rows;

/// <summary>One object a line, every row with the same fields: readers that guess a schema see one.</summary>
internal sealed class JsonRowWriter(string path) : RowWriter(path)
{
    public override Task WriteAsync(ChatRow row, CancellationToken cancellationToken = default) =>
        WriteLineAsync(new { row.Id, row.Messages, row.Type, row.Length, row.Words }, cancellationToken);

    public override Task WriteAsync(PreferenceRow row, CancellationToken cancellationToken = default) =>
        WriteLineAsync(new { row.Id, row.Prompt, row.Chosen, row.Rejected }, cancellationToken);

    private protected override Task FinishAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
