using System.Text.Json;
using LongWriter.Fakes;
using LongWriter.Providers.Tests.Servers;
using Reply = LongWriter.Providers.Tests.Servers.Reply;

namespace LongWriter.Cli.Commands.Data;

public sealed class DataSelectCommandTests : IDisposable
{
    private static readonly OpenAIProtocol s_protocol = new();

    /// <summary>Requests that state no length and are about different things.</summary>
    private static readonly string[] s_unstated =
    [
        "Write a novel of a lighthouse keeper and her brother on the northern coast",
        "Draft my thesis on the taxation of salt in medieval towns",
        "Explain how glaciers carve valleys and leave lakes behind them",
        "Prepare a handbook for volunteers who mend bicycles at weekends",
        "I want the memoirs of a retired ship's cook, chapter by chapter",
        "Describe the election of a doge in Venice from the first ballot on",
        "A full report about noise near airports and what it does to sleep",
        "Compose a libretto where three clockmakers quarrel over one apprentice",
        "Tell the history of rubber from the forest to the tyre",
        "请写一部关于茶马古道商帮的长篇小说",
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_of_several_files_are_kept_or_have_a_verdict_and_the_lengths_are_told()
    {
        var first = _folder.Write("a.jsonl", """
            {"id":"x","instruction":"Write a 3000-word story about a harbour in winter","type":"Story"}
            {"instruction":"Write a 300-word story about a harbour in winter"}
            {broken
            """);
        var second = _folder.Write("b.csv", "prompt\nWrite an essay about tides and the moon\n写一篇五千字的论文，讨论茶马古道上的税收与商帮\n");

        var outcome = await CommandLine.RunAsync("data", "select", "--in", first, second, "--output", _folder["selected.jsonl"]);

        Assert.Equal((0, $"5 rows: 2 kept, 1 asks_for_less, 1 bad_row, 1 no_length → {_folder["selected.jsonl"]}"), (outcome.Code, outcome.ErrorLines[^1]));
        Assert.Equal("1 row cannot be read, the first: a.jsonl, row 3: is no JSON: at byte 2", outcome.ErrorLines[^2]);
        Assert.StartsWith("4 prompts, 3 of them (75.00%) state one length.", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(["a.jsonl", "b.csv", "selected.jsonl", "selected.lengths.json", "selected.verdicts.jsonl"], _folder.Files);
        var rows = Rows("selected.jsonl");
        Assert.Equal([("x", 3000, "Story"), ("b-3", 5000, null)], rows.Select(row => (row.GetProperty("id").GetString(), row.GetProperty("length").GetInt32(), row.TryGetProperty("type", out var type) ? type.GetString() : null)));
        Assert.Equal(3, Rows("selected.verdicts.jsonl").Count);
    }

    [Fact]
    public async Task What_is_selected_can_be_built_and_languages_and_words_are_as_asked_for()
    {
        var log = _folder.Write("log.jsonl", """
            {"id":"x","instruction":"Write 20 words about mud and rain"}
            {"id":"y","instruction":"写二十字，谈谈雨水与泥土的事情"}
            """);

        var selected = await CommandLine.RunAsync("data", "select", "--in", log, "--output", _folder["selected.jsonl"], "--languages", "en", "--min-words", "10");
        var built = await CommandLine.RunAsync("data", "build", "--in", _folder["selected.jsonl"], "--output", _folder["set"], "-m", BabblingModel.Save(_folder["babbler.gguf"]), "--bad", "refuse");

        Assert.Equal($"2 rows: 1 kept, 1 language → {_folder["selected.jsonl"]}", selected.ErrorLines[^1]);
        Assert.Equal((0, $"1 row: 1 failed_plan; 0 words → {_folder["set"]}"), (built.Code, built.ErrorLines[^1]));
    }

    [Fact]
    public async Task Killed_and_started_again_the_same_bytes_come_out_and_no_question_is_paid_for_twice()
    {
        _folder.Write("log.jsonl", string.Join('\n', s_unstated.Select(prompt => JsonSerializer.Serialize(new { prompt }))));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        // A whole run; then one whose sixth question is never answered; then the rest.
        await using var server = await LoopbackServer.StartAsync([.. Enumerable.Range(0, 10).Select(Answer), .. Enumerable.Range(0, 5).Select(Answer), StopAsync, .. Enumerable.Range(5, 5).Select(Answer)]);
        Assert.Equal(0, (await SelectAsync(server, TestContext.Current.CancellationToken)).Code);
        var (rows, verdicts, answers) = (await BytesAsync("selected.jsonl"), await BytesAsync("selected.verdicts.jsonl"), await BytesAsync("selected.answers.jsonl"));
        Assert.Equal((4, 10), (Rows("selected.jsonl").Count, server.Requests.Count));
        foreach (var file in _folder.Files.Where(file => file.StartsWith("selected", StringComparison.Ordinal)).ToList())
        {
            File.Delete(_folder[file]);
        }

        Assert.Equal(ExitCodes.Interrupted, (await SelectAsync(server, stop.Token)).Code);
        Assert.DoesNotContain("selected.jsonl", _folder.Files);

        // Half a line, as a process leaves that dies while it writes.
        await File.AppendAllTextAsync(_folder["selected.answers.jsonl"], "{\"key\":\"0123", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await SelectAsync(server, TestContext.Current.CancellationToken)).Code);

        Assert.Equal(10 + 6 + 5, server.Requests.Count);
        Assert.Equal(rows, await BytesAsync("selected.jsonl"));
        Assert.Equal(verdicts, await BytesAsync("selected.verdicts.jsonl"));
        Assert.Equal(answers, await BytesAsync("selected.answers.jsonl"));

        async Task StopAsync(Microsoft.AspNetCore.Http.HttpContext context)
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    [Theory]
    [InlineData("error: --languages fr: give en, zh or en,zh", "--output", "b.jsonl", "--languages", "fr")]
    [InlineData("error: --min-words 0: 1 to", "--output", "b.jsonl", "--min-words", "0")]
    [InlineData("error: --concurrency 0: 1 to 1000 is possible", "--output", "b.jsonl", "--concurrency", "0")]
    [InlineData("name a .jsonl file that is none of those read", "--output", "b.parquet")]
    [InlineData("name a .jsonl file that is none of those read", "--output", "a.jsonl")]
    [InlineData("harsh", "--output", "b.jsonl", "--bad", "harsh")]
    [InlineData("row 2 is no JSON: at byte 2. Mend it, or have such rows counted and passed over: --bad skip", "--output", "b.jsonl", "--bad", "refuse")]
    [InlineData("row 1 has no column 'nothing'. Mend it", "--output", "b.jsonl", "--bad", "refuse", "--column", "nothing")]
    public async Task What_cannot_be_used_is_told_in_a_line(string told, params string[] args)
    {
        _folder.Write("a.jsonl", "{\"prompt\":\"Write a 3000-word story about a harbour\"}\n{broken\n");

        var outcome = await CommandLine.RunAsync(["data", "select", "--in", _folder["a.jsonl"], .. args.Select(arg => arg.Contains('.', StringComparison.Ordinal) ? _folder[arg] : arg)]);

        Assert.Equal(2, outcome.Code);
        Assert.Contains(told, outcome.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal(["a.jsonl"], _folder.Files);
    }

    [Theory]
    [InlineData("missing.jsonl", "there is no such file")]
    [InlineData("a.xlsx", "its ending says nothing of its form")]
    [InlineData("a.csv", "Name the one with the prompts: --column NAME")]
    public async Task A_file_that_holds_no_log_is_told(string file, string told)
    {
        _folder.Write("a.xlsx", "x");
        _folder.Write("a.csv", "name,age\na,1\n");

        var outcome = await CommandLine.RunAsync("data", "select", "--in", _folder[file], "--output", _folder["b.jsonl"]);

        Assert.Equal(2, outcome.Code);
        Assert.Contains($"{_folder[file]}: ", outcome.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(told, outcome.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal(["a.csv", "a.xlsx"], _folder.Files);
    }

    private async Task<Outcome> SelectAsync(LoopbackServer server, CancellationToken cancellationToken)
    {
        await using var error = new StringWriter();
        return await CommandLine.RunAsync("", error, ["data", "select", "--in", _folder["log.jsonl"], "--output", _folder["selected.jsonl"], "--selector", $"{server.Url}v1#served", "--concurrency", "1"], cancellationToken);
    }

    private Task<byte[]> BytesAsync(string name) => File.ReadAllBytesAsync(_folder[name], TestContext.Current.CancellationToken);

    private List<JsonElement> Rows(string name) => [.. File.ReadLines(_folder[name]).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Yes to the first of three, no to the others.</summary>
    private static Reply Answer(int question) => Replies.Stream(s_protocol.ContentType, s_protocol.Whole(new Answer(question % 3 == 0 ? "Yes." : "No.")));
}
