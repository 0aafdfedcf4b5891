using LongWriter.Datasets.Rows;
using LongWriter.Fakes;

namespace LongWriter.Datasets.Mixing;

public sealed class CapTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Longer_answers_are_dropped_whole_and_the_others_stand_as_they_are()
    {
        var rows = new[] { 99, 100, 101, 5 }.Select(words => SampleRows.Chat("Write", Sample.Text("Mud", words), $"w{words}") with { Words = 1 }).ToList();
        var file = await SampleRows.WriteAsync(_folder["in.jsonl"], rows);
        await File.AppendAllTextAsync(file, "{}\n", TestContext.Current.CancellationToken);

        var counts = await new Cap(file, 100, new ManualTime()).RunAsync(_folder["out.jsonl"], TestContext.Current.CancellationToken);

        Assert.Equal(new Dictionary<Reason, long> { [Reason.Kept] = 3, [Reason.BadRow] = 1, [Reason.TooLong] = 1 }, counts.ToDictionary());
        var left = await RowReader.ChatsAsync(_folder["out.jsonl"], TestContext.Current.CancellationToken).ListAsync();
        Assert.Equal(new[] { rows[0], rows[1], rows[3] }.Select(row => row.Answer), left.Select(row => row.Row!.Answer));
        Assert.Equal("{\"row\":3,\"id\":\"w101\",\"reason\":\"too_long\",\"detail\":\"\",\"length\":null,\"words\":101,\"length_score\":null}", (await File.ReadAllLinesAsync(_folder["out.verdicts.jsonl"], TestContext.Current.CancellationToken))[2]);
        Assert.Contains("| too_long | 1 |", await File.ReadAllTextAsync(_folder["out.card.md"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
