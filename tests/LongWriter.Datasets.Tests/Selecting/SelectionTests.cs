using System.Text.Json;
using LongWriter.Datasets.Selecting;
using LongWriter.Fakes;
using Microsoft.Extensions.AI;

namespace LongWriter.Datasets.Tests.Selecting;

public sealed class SelectionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Output => Path.Combine(_folder.Root, "selected.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_row_is_kept_or_has_a_verdict()
    {
        var first = Log("a.jsonl", "Write a 3000-word story about a harbour in winter", "hello there my friend", "Write a 3000-word story about one harbour in winter");
        var second = Log("b.jsonl", "Write a 100-word story about a harbour in winter", "write a 4,000 word story about a harbour, in winter", "写一篇五千字的论文，讨论茶马古道上的税收与商帮");
        File.AppendAllText(second, "{broken\n");
        var result = await new Selection([first, second], new SelectionOptions()).RunAsync(Output, null, TestContext.Current.CancellationToken);

        Assert.Equal([("a-1", "a.jsonl", 1), ("b-3", "b.jsonl", 3)], Lines(Output).Select(row => (row.GetProperty("id").GetString(), row.GetProperty("file").GetString(), row.GetProperty("row").GetInt32())));
        Assert.Equal(
            ["a.jsonl 2 no_length ", "a.jsonl 3 near_duplicate of row 1 of a.jsonl", "b.jsonl 1 asks_for_less ", "b.jsonl 2 near_duplicate of row 1 of a.jsonl", "b.jsonl 4 bad_row is no JSON: at byte 2"],
            Lines(Path.Combine(_folder.Root, "selected.verdicts.jsonl")).Select(row => $"{row.GetProperty("file").GetString()} {row.GetProperty("row").GetInt64()} {row.GetProperty("reason").GetString()} {row.GetProperty("detail").GetString()}"));
        Assert.Equal((7L, 2L), (result.Rows, result.Kept));
        Assert.Equal((6L, 5L), (result.Lengths.Prompts, result.Lengths.Stated));
        Assert.Equal(4, result.Lengths.Ranges.Where(range => range.From >= 2000).Sum(range => range.Prompts));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_refused_where_that_is_asked_for_and_nothing_is_left()
    {
        var log = Log("a.jsonl", "Write a 3000-word story about a harbour in winter");
        File.AppendAllText(log, "{broken\n");
        var problem = await Assert.ThrowsAsync<DataFileException>(() => new Selection([log], new SelectionOptions { RefusesBadRows = true }).RunAsync(Output, null, TestContext.Current.CancellationToken));
        Assert.Contains("row 2 is no JSON", problem.Message, StringComparison.Ordinal);
        Assert.Equal(["a.jsonl"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_Parquet_file_that_is_cut_off_is_passed_over_where_there_are_others_and_refused_alone()
    {
        var log = Log("a.jsonl", "Write a 3000-word story about a harbour in winter");
        var cut = Path.Combine(_folder.Root, "cut.parquet");
        File.WriteAllBytes(cut, [.. "PAR1"u8, .. new byte[100]]);

        var result = await new Selection([cut, log], new SelectionOptions()).RunAsync(Output, null, TestContext.Current.CancellationToken);
        var problem = await Assert.ThrowsAsync<DataFileException>(() => new Selection([cut], new SelectionOptions()).RunAsync(Output, null, TestContext.Current.CancellationToken));

        Assert.Equal((1L, 1L), (result.Kept, result.Counts[Reason.BadRow]));
        Assert.Contains("is cut off: it ends at byte 104", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_all_is_done_is_told_once()
    {
        var maker = new PromptMaker(7);
        var log = Log("a.jsonl", [.. Enumerable.Range(0, 3000).Select(_ => maker.Prompt(chinese: false))]);
        var told = new Reports();

        await new Selection([log], new SelectionOptions()).RunAsync(Output, told, TestContext.Current.CancellationToken);

        Assert.InRange(told.All.Count, 3, 100);
        Assert.Equal((1d, 3000L), (told.All[^1].Part, told.All[^1].Rows));
        Assert.All(told.All.SkipLast(1), progress => Assert.InRange(progress.Part, 0, 0.999));
    }

    [Fact]
    public async Task The_selector_decides_what_states_no_length_and_is_asked_nothing_twice_when_it_goes_on()
    {
        var maker = new PromptMaker(5);
        var log = Log("a.jsonl", [.. Enumerable.Range(0, 60).Select(i => maker.Prompt(chinese: false).Replace("word", "page", StringComparison.Ordinal))]);
        var options = new SelectionOptions { Concurrency = 4 };
        var whole = new YesNoModel(int.MaxValue);
        await new Selection([log], options, whole, "m").RunAsync(Output, null, TestContext.Current.CancellationToken);
        var expected = File.ReadAllBytes(Output);
        Assert.InRange(Lines(Output).Count, 10, 50);
        foreach (var file in Directory.GetFiles(_folder.Root, "selected*"))
        {
            File.Delete(file);
        }

        var failing = new YesNoModel(25);
        await Assert.ThrowsAsync<HttpRequestException>(() => new Selection([log], options, failing, "m").RunAsync(Output, null, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Output));
        var rest = new YesNoModel(int.MaxValue);
        await new Selection([log], options, rest, "m").RunAsync(Output, null, TestContext.Current.CancellationToken);
        Assert.Equal(expected, File.ReadAllBytes(Output));
        Assert.Equal(whole.Answered, failing.Answered + rest.Answered);
        Assert.Equal(25, failing.Answered);
    }

    private string Log(string name, params string[] prompts)
    {
        var path = Path.Combine(_folder.Root, name);
        File.WriteAllLines(path, prompts.Select(prompt => JsonSerializer.Serialize(new { prompt })));
        return path;
    }

    private sealed class Reports : IProgress<SelectionProgress>
    {
        public List<SelectionProgress> All { get; } = [];

        public void Report(SelectionProgress value) => All.Add(value);
    }

    private static List<JsonElement> Lines(string path) => [.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Says yes to requests of even length, and fails after so many answers.</summary>
    private sealed class YesNoModel(int most) : IChatClient
    {
        private int _asked;

        public int Answered => Math.Min(_asked, most);

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Interlocked.Increment(ref _asked) > most ? throw new HttpRequestException("gone")
            : Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, messages.Single().Text.Length % 2 == 0 ? "Yes." : "No.")));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
