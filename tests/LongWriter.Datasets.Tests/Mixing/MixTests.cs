using LongWriter.Datasets.Rows;
using LongWriter.Fakes;
using LongWriter.Runs;

namespace LongWriter.Datasets.Mixing;

public sealed class MixTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mixed.jsonl")]
    [InlineData("mixed.parquet")]
    public async Task All_rows_of_the_file_and_as_many_general_ones_as_the_ratio_says_stand_in_their_order(string name)
    {
        var (ours, theirs) = await SourcesAsync(20, 100);

        var result = await new Mix(ours, theirs, 2.5, 1, new ManualTime()).RunAsync(_folder[name], TestContext.Current.CancellationToken);

        Assert.Equal(new MixResult(20, 50, 0), result);
        var ids = (await RowReader.ChatsAsync(_folder[name], TestContext.Current.CancellationToken).ListAsync()).Select(row => row.Row!.Id).ToList();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"long{i}"), ids.Where(id => id.StartsWith("long", StringComparison.Ordinal)));
        var general = ids.Where(id => id.StartsWith("general", StringComparison.Ordinal)).Select(id => int.Parse(id[7..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(50, general.Count);
        Assert.Equal(general.Order(), general);
        Assert.NotEqual(ids.OrderByDescending(id => id[0]), ids);
    }

    [Fact]
    public async Task The_same_seed_mixes_the_same_bytes_and_another_seed_others()
    {
        var (ours, theirs) = await SourcesAsync(20, 100);
        string[] bytes = new string[3];
        for (var i = 0; i < 3; i++)
        {
            await new Mix(ours, theirs, 1, i / 2, new ManualTime()).RunAsync(_folder["mixed.jsonl"], TestContext.Current.CancellationToken);
            bytes[i] = await File.ReadAllTextAsync(_folder["mixed.jsonl"], TestContext.Current.CancellationToken);
        }

        Assert.Equal(bytes[0], bytes[1]);
        Assert.NotEqual(bytes[0], bytes[2]);
    }

    [Fact]
    public async Task Every_row_of_both_files_has_a_verdict()
    {
        var (ours, theirs) = await SourcesAsync(3, 10);
        await File.AppendAllTextAsync(theirs, "oops\n", TestContext.Current.CancellationToken);

        var result = await new Mix(ours, theirs, 2, 1, new ManualTime()).RunAsync(_folder["mixed.jsonl"], TestContext.Current.CancellationToken);

        Assert.Equal(1, result.Bad);
        var verdicts = (await File.ReadAllLinesAsync(_folder["mixed.verdicts.jsonl"], TestContext.Current.CancellationToken)).Select(line => System.Text.Json.JsonSerializer.Deserialize<Verdict>(line, EventJson.Options)!).ToList();
        Assert.Equal((9, 4, 1), (verdicts.Count(v => v.Reason == Reason.Kept), verdicts.Count(v => v.Reason == Reason.NotDrawn), verdicts.Count(v => v.Reason == Reason.BadRow)));
        Assert.Equal(Enumerable.Range(1, 11).Select(i => (long)i), verdicts.Where(v => v.File == "general.jsonl").Select(v => v.Row));
        Assert.Equal("is no JSON: at byte 1", verdicts.Single(v => v.Reason == Reason.BadRow).Detail);
        Assert.Contains("| general.jsonl |", await File.ReadAllTextAsync(_folder["mixed.card.md"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_general_rows_than_there_are_is_refused_and_nothing_is_written()
    {
        var (ours, theirs) = await SourcesAsync(20, 30);

        var problem = await Assert.ThrowsAsync<DataFileException>(() => new Mix(ours, theirs, 2, 1, new ManualTime()).RunAsync(_folder["mixed.jsonl"], TestContext.Current.CancellationToken));

        Assert.EndsWith("has 30 rows, and a ratio of 2 takes 40; lower the ratio or bring more rows", problem.Message, StringComparison.Ordinal);
        Assert.Equal(["general.jsonl", "long.jsonl"], _folder.Files);
    }

    private async Task<(string Ours, string Theirs)> SourcesAsync(int ours, int theirs) =>
        (await SampleRows.WriteAsync(_folder["long.jsonl"], Enumerable.Range(0, ours).Select(i => SampleRows.Chat("Write long", $"text {i}", $"long{i}"))),
            await SampleRows.WriteAsync(_folder["general.jsonl"], Enumerable.Range(0, theirs).Select(i => SampleRows.Chat("Say hi", $"hi {i}", $"general{i}"))));
}
