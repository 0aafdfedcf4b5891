using LongWriter.Datasets.Authoring;
using LongWriter.Datasets.Rows;
using LongWriter.Fakes;
using LongWriter.Runs;
using Microsoft.Extensions.AI;

namespace LongWriter.Datasets.Building;

public sealed class DatasetBuildTests : IDisposable
{
    private static readonly string[] s_outputs = ["data.jsonl", "data.parquet", "verdicts.jsonl", "README.md", "dataset_info.json", "build.json"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_at_any_call_and_started_again_the_same_bytes_come_out_and_no_answer_is_paid_for_twice()
    {
        var source = Source(5);
        var model = new SeededWriter();
        await BuildAsync(source, "whole", model);
        var (expected, calls) = (Bytes("whole"), model.Calls);
        Assert.InRange(calls.Count, 10, 100);

        for (var at = 1; at <= calls.Count; at++)
        {
            var killed = new SeededWriter();
            await Assert.ThrowsAsync<CrashException>(() => BuildAsync(source, $"killed{at}", new CrashingClient(killed, at)));
            await BuildAsync(source, $"killed{at}", killed);

            Assert.Equal(expected, Bytes($"killed{at}"));

            // It went on at the beginning of the plan or section that was in hand, which is a call or a few.
            var again = at - (killed.Calls.Count - calls.Count);
            Assert.InRange(at - again, 1, 4);
            Assert.Equal([.. calls[..at], .. calls[again..]], killed.Calls);
        }
    }

    [Fact]
    public async Task Killed_over_and_over_with_many_writers_at_once_it_still_ends_in_the_same_bytes()
    {
        var source = Source(12);
        await BuildAsync(source, "whole", new SeededWriter());

        var model = new SeededWriter();
        var kills = 0;
        for (var at = 1; ; at = (at * 7 % 11) + 1)
        {
            try
            {
                await BuildAsync(source, "killed", new CrashingClient(model, at), concurrency: 6);
                break;
            }
            catch (CrashException)
            {
                kills++;
            }
        }

        Assert.InRange(kills, 3, 200);
        Assert.Equal(Bytes("whole"), Bytes("killed"));
    }

    [Fact]
    public async Task What_a_killed_process_left_half_written_is_cleared_away()
    {
        Directory.CreateDirectory(_folder["set"]);
        _folder.Write("set/data.jsonl.123.tmp", "half a");

        await BuildAsync(Source(1), "set", new SeededWriter());

        Assert.Empty(Directory.GetFiles(_folder["set"], "*.tmp"));
    }

    [Fact]
    public async Task A_build_that_is_done_asks_the_model_nothing()
    {
        var source = Source(3);
        await BuildAsync(source, "set", new SeededWriter());
        var again = new SeededWriter();

        await BuildAsync(source, "set", again);

        Assert.Empty(again.Calls);
    }

    [Theory]
    [InlineData("recipe", "recipe 6k and not strict")]
    [InlineData("seed", "seed 1 and not 2")]
    [InlineData("model", "settings.model fake and not other")]
    [InlineData("source", "source_sha256")]
    public async Task A_folder_of_another_build_is_refused_and_what_differs_is_named(string what, string told)
    {
        var info = Info(await DataFile.HashAsync(Source(2), TestContext.Current.CancellationToken));
        BuildFolder.Open(_folder["set"], info).Dispose();
        var other = what switch
        {
            "recipe" => info with { Recipe = "strict" },
            "seed" => info with { Seed = 2 },
            "model" => info with { Settings = info.Settings with { Model = "other" } },
            _ => info with { SourceSha256 = "0" },
        };

        var problem = Assert.Throws<DataFileException>(() => BuildFolder.Open(_folder["set"], other));

        Assert.Contains("holds another build: " + told, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_processes_do_not_work_in_one_folder()
    {
        using var first = BuildFolder.Open(_folder["set"], Info("x"));

        Assert.Throws<DataFileException>(() => BuildFolder.Open(_folder["set"], Info("x")));
    }

    [Fact]
    public async Task Every_row_that_came_in_has_a_verdict_and_those_that_would_be_dropped_are_not_written()
    {
        var source = _folder.Write("in.jsonl", """
            {"id":"good","instruction":"Write 600 words on mud","type":"Popular Science"}
            {"id":"open","instruction":"Write something on mud"}
            {"id":"none"}
            broken

            {"id":"zh","instruction":"写一篇500字的文章"}
            """);
        var model = new SeededWriter();

        var result = await BuildAsync(source, "set", model, recipe: "strict", refuses: text => text.Contains('写', StringComparison.Ordinal) ? "English only" : null);

        Assert.Equal(
            ["1 good kept", "2 open no_length", "3  bad_row has no 'instruction', 'prompt', 'messages' or 'text' that says anything", "4  bad_row is no JSON: at byte 1", "6 zh language English only"],
            (await File.ReadAllLinesAsync(_folder["set/verdicts.jsonl"], TestContext.Current.CancellationToken)).Select(line => System.Text.Json.JsonSerializer.Deserialize<Verdict>(line, EventJson.Options)!).Select(verdict => $"{verdict.Row} {verdict.Id} {verdict.Reason.Name()} {verdict.Detail}".Trim()));
        Assert.Equal((5, 1), (result.Rows, result.Kept));
        Assert.DoesNotContain(model.Calls, call => call.Prompt.Contains("something", StringComparison.Ordinal));
        var row = Assert.Single(await RowReader.ChatsAsync(_folder["set/data.parquet"], TestContext.Current.CancellationToken).ListAsync()).Row!;
        Assert.Equal(("good", "Popular Science", 600), (row.Id, row.Type, row.Length));
    }

    [Fact]
    public async Task What_failed_once_is_told_and_not_tried_again()
    {
        var source = Source(1);
        var model = new ScriptedChatClient([.. Enumerable.Repeat((Reply)"no plan at all", 5)]);

        var result = await BuildAsync(source, "set", model);
        await BuildAsync(source, "set", model);

        Assert.Equal(1, result.Counts[Reason.FailedPlan]);
        Assert.Equal((5, 0), (model.Calls.Count, model.Left));
        Assert.Contains("gave no usable plan in 5 attempts", await File.ReadAllTextAsync(_folder["set/verdicts.jsonl"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_one_row_is_its_verdict_and_any_other_stops_the_build()
    {
        var source = Source(1);
        var model = new SeededWriter();
        await BuildAsync(source, "whole", model);

        var result = await BuildAsync(source, "set", new CrashingClient(new SeededWriter(), model.Calls.Count), fails: e => e is CrashException);

        Assert.Equal(1, result.Counts[Reason.FailedText]);
    }

    [Fact]
    public async Task The_card_says_what_the_set_is_made_of_and_LLaMA_Factory_takes_it()
    {
        var source = Source(4);

        await BuildAsync(source, "set", new SeededWriter(), recipe: "strict");

        var card = await File.ReadAllTextAsync(_folder["set/README.md"], TestContext.Current.CancellationToken);
        foreach (var line in (string[])["---\nconfigs:", "  data_files: \"data.parquet\"", "| instructions | in4.jsonl |", $"| its SHA-256 | {await DataFile.HashAsync(source, TestContext.Current.CancellationToken)} |", "| rows in it | 4 |", "| model | fake |", $"| hash of the prompts | {new WriterOptions().TemplateHash} |", "| seed | 1 |", "Begun 2026-11-24 00:00 UTC", "Recipe `strict`: the instruction states exactly one length; S_l of 80 or more.", "| kept |"])
        {
            Assert.Contains(line, card, StringComparison.Ordinal);
        }

        var answers = (await RowReader.ChatsAsync(_folder["set/data.jsonl"], TestContext.Current.CancellationToken).ListAsync()).Select(row => row.Row!.Answer).ToList();
        Assert.NotEmpty(answers);
        Assert.Equal(answers, LlamaFactory.Read(_folder["set"], "data").Select(row => Assert.Single(row.Answers)));
    }

    [Fact]
    public async Task Instructions_are_written_for_texts_that_stand_and_the_text_is_kept_as_it_is()
    {
        var source = _folder.Write("in.jsonl", $$"""{"id":"t","text":"{{Sample.Text("Mud", 300).ReplaceLineEndings("\\n")}}"}""");
        var model = new ScriptedChatClient("", "Sure, here is the instruction:\nWrite a 300-word essay on mud.");

        await BuildAsync(source, "set", model, recipe: "strict", variant: Variant.Backtranslate);
        await BuildAsync(source, "set", model, recipe: "strict", variant: Variant.Backtranslate);

        var row = Assert.Single(await RowReader.ChatsAsync(_folder["set/data.jsonl"], TestContext.Current.CancellationToken).ListAsync()).Row!;
        Assert.Equal("Write a 300-word essay on mud.", row.Instruction);
        Assert.Equal(Sample.Text("Mud", 300), row.Answer);
        Assert.Equal(2, model.Calls.Count);
        Assert.Contains("(\"300 words\")", model.Calls[0].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_counts_what_this_attempt_has_done()
    {
        var source = Source(3);
        var reports = new List<BuildProgress>();
        await Assert.ThrowsAsync<CrashException>(() => BuildAsync(source, "set", new CrashingClient(new SeededWriter(), 6)));

        await BuildAsync(source, "set", new SeededWriter(), progress: new Reports(reports));

        Assert.Equal([1L, 2, 3], reports.Select(report => report.Done));
        Assert.All(reports, report => Assert.Equal(3, report.Rows));
        Assert.InRange(reports[^1].Fresh, 1, 2);
        Assert.True(reports[^1].Words > 100);
    }

    private static BuildInfo Info(string sha, string recipe = "6k", Variant variant = Variant.Plain, string source = "in.jsonl") =>
        new(source, sha, new RunSettings("fake") { TemplateHash = new WriterOptions().TemplateHash }, recipe, variant, 1) { Created = new ManualTime().GetUtcNow() };

    private async Task<BuildResult> BuildAsync(string source, string folder, IChatClient model, string recipe = "6k", Variant variant = Variant.Plain, int concurrency = 1, Func<string, string?>? refuses = null, Func<Exception, bool>? fails = null, IProgress<BuildProgress>? progress = null)
    {
        var cancel = TestContext.Current.CancellationToken;
        var info = Info(await DataFile.HashAsync(source, cancel), recipe, variant, Path.GetFileName(source));
        using var work = BuildFolder.Open(_folder[folder], info);
        var author = variant == Variant.Backtranslate ? Author.Backtranslating(model, fails) : Author.Writing(new DocumentWriter(model, time: new ManualTime()), info.Settings, new ManualTime(), fails);
        return await new DatasetBuild(source, work, author, refuses).RunAsync(concurrency, progress, cancel);
    }

    private string Source(int rows) =>
        _folder.Write($"in{rows}.jsonl", string.Concat(Enumerable.Range(1, rows).Select(i => $$"""{"id":"r{{i}}","instruction":"Write a {{500 + (100 * (i % 8))}}-word text on {{Sample.Word(i * 31)}}"}""" + "\n")));

    private Dictionary<string, string> Bytes(string folder) => s_outputs.ToDictionary(name => name, name => Convert.ToHexString(File.ReadAllBytes(_folder[Path.Combine(folder, name)])));

    private sealed class Reports(List<BuildProgress> all) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value) => all.Add(value);
    }
}
