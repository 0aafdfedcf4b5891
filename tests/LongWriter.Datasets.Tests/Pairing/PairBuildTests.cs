using System.Text.Json;
using LongWriter.Datasets.Authoring;
using LongWriter.Datasets.Building;
using LongWriter.Datasets.Rows;
using LongWriter.Fakes;
using LongWriter.Runs;
using LongWriter.Strategies;
using Microsoft.Extensions.AI;

namespace LongWriter.Datasets.Pairing;

public sealed class PairBuildTests : IDisposable
{
    private static readonly string[] s_outputs = ["pairs.jsonl", "pairs.llama-factory.jsonl", "pairs.evidence.jsonl", "pairs.card.md", "dataset_info.json"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_best_answer_is_paired_with_a_worse_one_and_the_evidence_has_all_scores()
    {
        var result = await PairAsync(Source(1), "a", Answers(100, 290, 200, 250));

        Assert.Equal(1, result.Kept);
        var pair = Assert.Single(await RowReader.PreferencesAsync(_folder["a/pairs.jsonl"], TestContext.Current.CancellationToken).ListAsync()).Row!;
        Assert.Equal(290, Text.WordCount.Of(pair.Chosen[0].Content));
        var evidence = Evidence("a").Single();
        var scores = evidence.GetProperty("answers").EnumerateArray().Select(answer => answer.GetProperty("score").GetDouble()).ToList();
        Assert.Equal(1, evidence.GetProperty("chosen").GetInt32());
        Assert.Equal(scores.Max(), scores[1]);
        Assert.Equal([0, 98.28, 75, 90], evidence.GetProperty("answers").EnumerateArray().Select(answer => answer.GetProperty("length_score").GetDouble()));
        Assert.Equal(new[] { 100, 290, 200, 250 }[evidence.GetProperty("rejected").GetInt32()], Text.WordCount.Of(pair.Rejected[0].Content));
    }

    [Fact]
    public async Task The_worse_answer_is_drawn_so_that_each_has_its_turn()
    {
        await PairAsync(Source(30), "a", new CountingSamples());

        var rejected = Evidence("a").Select(evidence => evidence.GetProperty("rejected").GetInt32()).ToList();
        Assert.Equal(30, rejected.Count);
        Assert.Equal([1, 2, 3], rejected.Distinct().Order());
    }

    [Fact]
    public async Task A_tie_is_left_out()
    {
        var result = await PairAsync(Source(1), "a", Answers(300, 300, 300, 300));

        Assert.Equal(1, result.Counts[Reason.Tie]);
        Assert.Empty(await RowReader.PreferencesAsync(_folder["a/pairs.jsonl"], TestContext.Current.CancellationToken).ListAsync());
    }

    [Fact]
    public async Task Answers_without_a_score_are_left_out_and_one_that_is_left_is_no_pair()
    {
        var judge = new ScriptedJudge(answer => Text.WordCount.Of(answer) == 290 ? new JudgedAnswer(80, null) : new JudgedAnswer(null, "the judge's answer was no verdict"));

        var result = await PairAsync(Source(1), "a", Answers(100, 290, 200, 250), judge);

        Assert.Equal(1, result.Counts[Reason.Unscored]);
        var answers = Evidence("a").Single().GetProperty("answers").EnumerateArray().ToList();
        Assert.Equal("the judge's answer was no verdict", answers[0].GetProperty("problem").GetString());
        Assert.Equal(JsonValueKind.Null, answers[0].GetProperty("score").ValueKind);
        Assert.Equal(89.14, answers[1].GetProperty("score").GetDouble());
    }

    [Fact]
    public async Task Killed_at_any_call_of_model_or_judge_and_started_again_the_same_bytes_come_out_and_nothing_is_asked_again()
    {
        var source = Source(3);
        var whole = new SeededWriter();
        var asked = new ScriptedJudge(Quality);
        await PairAsync(source, "whole", whole, asked);
        Assert.Equal(12, asked.Calls);

        for (var at = 1; at <= 12; at++)
        {
            var (model, judge) = (new SeededWriter(), new ScriptedJudge(Quality) { CrashAt = at });
            await Assert.ThrowsAsync<CrashException>(() => PairAsync(source, $"judge{at}", model, judge));
            await PairAsync(source, $"judge{at}", model, judge);
            Assert.Equal(Bytes("whole"), Bytes($"judge{at}"));
            Assert.Equal((whole.Calls.Count, 13), (model.Calls.Count, judge.Calls));
        }

        for (var at = 1; at <= whole.Calls.Count; at++)
        {
            var (model, judge) = (new SeededWriter(), new ScriptedJudge(Quality));
            await Assert.ThrowsAsync<CrashException>(() => PairAsync(source, $"model{at}", new CrashingClient(model, at), judge));
            await PairAsync(source, $"model{at}", model, judge);
            Assert.Equal(Bytes("whole"), Bytes($"model{at}"));
            Assert.Equal((whole.Calls.Count + 1, 12), (model.Calls.Count, judge.Calls));
        }

        static JudgedAnswer Quality(string answer) => new(answer.Length % 17, null);
    }

    [Fact]
    public async Task The_card_says_first_of_all_that_no_judge_read_the_answers()
    {
        await PairAsync(Source(2), "none", new SeededWriter());
        await PairAsync(Source(2), "judged", new SeededWriter(), new ScriptedJudge(answer => new JudgedAnswer(answer.Length % 17, null)));

        var none = await File.ReadAllTextAsync(_folder["none/pairs.card.md"], TestContext.Current.CancellationToken);
        var judged = await File.ReadAllTextAsync(_folder["judged/pairs.card.md"], TestContext.Current.CancellationToken);
        Assert.Contains("**No judge read these answers.** They are ranked by S_l", none, StringComparison.Ordinal);
        Assert.Contains("| judge | none |", none, StringComparison.Ordinal);
        Assert.DoesNotContain("No judge", judged, StringComparison.Ordinal);
        Assert.Contains("| judge | scripted |", judged, StringComparison.Ordinal);
        Assert.Contains("| hash of the judge's prompts | 0123 |", judged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LLaMA_Factory_has_a_file_whose_answers_are_one_message_and_is_told_of_it()
    {
        Directory.CreateDirectory(_folder["a"]);
        _folder.Write("a/dataset_info.json", """{"mine":{"file_name":"mine.jsonl"}}""");

        await PairAsync(Source(1), "a", Answers(100, 290, 200, 250));

        var pair = Assert.Single(await RowReader.PreferencesAsync(_folder["a/pairs.jsonl"], TestContext.Current.CancellationToken).ListAsync()).Row!;
        var (prompt, answers) = Assert.Single(LlamaFactory.Read(_folder["a"], "pairs.llama-factory"));
        Assert.Equal((pair.Prompt[0].Content, pair.Chosen[0].Content, pair.Rejected[0].Content), (Assert.Single(prompt), answers[0], answers[1]));
        var info = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["a/dataset_info.json"], TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal("mine.jsonl", info.GetProperty("mine").GetProperty("file_name").GetString());
    }

    private static ScriptedChatClient Answers(params int[] words) => new([.. words.Select(count => (Reply)Sample.Text("Mud", count))]);

    private async Task<BuildResult> PairAsync(string source, string folder, IChatClient model, IAnswerJudge? judge = null)
    {
        var cancel = TestContext.Current.CancellationToken;
        var settings = new RunSettings("fake") { Strategy = WritingStrategy.Direct, TemplateHash = new WriterOptions().TemplateHash };
        var info = new BuildInfo("in.jsonl", await DataFile.HashAsync(source, cancel), settings, "", Variant.Plain, 1) { Samples = 4, Judge = judge?.Name ?? "none", JudgeHash = judge?.TemplateHash, Created = new ManualTime().GetUtcNow() };
        var output = _folder[Path.Combine(folder, "pairs.jsonl")];
        using var work = BuildFolder.Open(PairBuild.Work(output), info);
        var author = Author.Writing(new DocumentWriter(model, new WriterOptions { Strategy = WritingStrategy.Direct }, new ManualTime()), settings, new ManualTime());
        return await new PairBuild(source, work, author, judge).RunAsync(output, 1, null, cancel);
    }

    private string Source(int rows) => _folder.Write($"in{rows}.jsonl", string.Concat(Enumerable.Range(1, rows).Select(i => $$"""{"id":"r{{i}}","instruction":"Write 300 words on mud and {{Sample.Word(i)}}"}""" + "\n")));

    private List<JsonElement> Evidence(string folder) => [.. File.ReadAllLines(_folder[Path.Combine(folder, "pairs.evidence.jsonl")]).Select(line => JsonDocument.Parse(line).RootElement)];

    private Dictionary<string, string> Bytes(string folder) => s_outputs.ToDictionary(name => name, name => Convert.ToHexString(File.ReadAllBytes(_folder[Path.Combine(folder, name)])));

    /// <summary>Answers each instruction with 300, 240, 220 and 200 words in turn.</summary>
    private sealed class CountingSamples : AnsweringClient
    {
        private int _calls;

        protected override string Answer(string prompt, long seed) => Sample.Text("Mud", new[] { 300, 240, 220, 200 }[_calls++ % 4]);
    }

    private sealed class ScriptedJudge(Func<string, JudgedAnswer> judge) : IAnswerJudge
    {
        public string Name => "scripted";

        public string TemplateHash => "0123";

        public int Calls { get; private set; }

        /// <summary>The call that never comes back.</summary>
        public int CrashAt { get; init; }

        public Task<JudgedAnswer> JudgeAsync(string instruction, string answer, CancellationToken cancellationToken) =>
            ++Calls == CrashAt ? Task.FromException<JudgedAnswer>(new CrashException()) : Task.FromResult(judge(answer));
    }
}
