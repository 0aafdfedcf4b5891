using System.Text.Json;
using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Suites;
using LongWriter.Fakes;

namespace LongWriter.Evaluation.Tests.Running;

public sealed class EvaluationFolderTests : IDisposable
{
    private static readonly Suite s_suite = new("ours", "ab12", [new SuiteItem("1", "Write 100 words on \"tea\" <b>", "Popular Science", 100), new SuiteItem("2", "写200字，谈茶", "News Report", 200)]);
    private static readonly RunInfo s_info = new(RunInfo.Current, "ours", "ab12", "nano", "direct", 2, 7) { Items = 2, Temperature = 0.5f, MaxNewTokens = 32_768, Created = new DateTimeOffset(2026, 11, 24, 1, 2, 3, TimeSpan.Zero) };
    private static readonly Prediction s_prediction = new(s_suite.Items[1].Prompt, "News Report", 200, "茶\n\u2028好。", 2)
    {
        Id = "2",
        Sample = 1,
        FinishReason = "stop",
        Plan = ["one", "two"],
        Sections = [0, 2],
        Usage = new TokenUsage(1, 2, 3),
        Seconds = 1.5,
    };

    private readonly TempFolder _folder = new();

    private string Folder => _folder["eval"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_kept_is_read_again()
    {
        using (var folder = EvaluationFolder.CreateOrResume(Folder, s_info, s_suite))
        {
            folder.AppendPrediction(s_prediction);
            folder.AppendFailure(new Failure("1", 0, "no", s_info.Created));
            Assert.Single(folder.Predictions);
        }

        using var read = EvaluationFolder.Open(Folder);

        Assert.Equal(s_info, read.Info);
        Assert.Equal(Path.GetFileName(Folder), read.Name);
        Assert.Equal(s_suite.Items, read.Items);
        Assert.Equivalent(s_prediction, Assert.Single(read.Predictions), strict: true);
        Assert.Equal(new Failure("1", 0, "no", s_info.Created), Assert.Single(read.Failures));
        Assert.Empty(read.Judgements);
    }

    [Fact]
    public void A_prediction_has_the_released_names_first_and_an_item_no_more_than_it_was_given()
    {
        using (var folder = EvaluationFolder.CreateOrResume(Folder, s_info, s_suite))
        {
            folder.AppendPrediction(s_prediction);
        }

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "predictions.jsonl")));
        Assert.Equal(["prompt", "type", "length", "response", "response_length"], json.RootElement.EnumerateObject().Take(5).Select(property => property.Name));
        Assert.Equal("""{"id":"1","prompt":"Write 100 words on \"tea\" <b>","type":"Popular Science","length":100}""", File.ReadLines(Path.Combine(Folder, "suite.jsonl")).First());
    }

    [Fact]
    public void The_same_run_goes_on_and_keeps_when_it_was_begun()
    {
        using (var folder = EvaluationFolder.CreateOrResume(Folder, s_info, s_suite))
        {
            folder.AppendPrediction(s_prediction);
        }

        using var again = EvaluationFolder.CreateOrResume(Folder, s_info with { Created = s_info.Created.AddDays(1) }, s_suite);

        Assert.Equal(s_info.Created, again.Info.Created);
        Assert.Single(again.Predictions);
    }

    public static TheoryData<RunInfo, string> Others => new()
    {
        { s_info with { Suite = "theirs" }, "its suite is ours, not theirs" },
        { s_info with { SuiteSha256 = "cd" }, "its suite's checksum is ab12, not cd" },
        { s_info with { Items = 1 }, "its number of prompts is 2, not 1" },
        { s_info with { Model = "big" }, "its model is nano, not big" },
        { s_info with { Strategy = "parallel" }, "its strategy is direct, not parallel" },
        { s_info with { Samples = 3 }, "its number of samples is 2, not 3" },
        { s_info with { Seed = 8 }, "its seed is 7, not 8" },
        { s_info with { Temperature = null }, "its temperature is 0.5, not the model's own" },
        { s_info with { MaxNewTokens = 5 }, "its limit of new tokens is 32768, not 5" },
        { s_info with { TemplateHash = "00" }, "its hash of the templates is none, not 00" },
        { s_info with { Model = "big", Seed = 8 }, "its model is nano, not big, its seed is 7, not 8" },
    };

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void Another_run_is_refused_and_what_differs_is_named(RunInfo other, string difference)
    {
        EvaluationFolder.CreateOrResume(Folder, s_info, s_suite).Dispose();

        var problem = Assert.Throws<EvaluationFileException>(() => EvaluationFolder.CreateOrResume(Folder, other, s_suite));

        Assert.Equal($"{Folder}: holds an evaluation of something else: {difference}. Give the same to go on with it, or name another folder.", problem.Message);
    }

    [Fact]
    public void A_run_stopped_before_its_record_was_written_begins_again()
    {
        EvaluationFolder.CreateOrResume(Folder, s_info, s_suite).Dispose();
        File.Move(Path.Combine(Folder, "run.json"), Path.Combine(Folder, "run.json.tmp"));

        EvaluationFolder.CreateOrResume(Folder, s_info with { Seed = 9 }, s_suite).Dispose();

        Assert.Equal(9, EvaluationFolder.Open(Folder).Info.Seed);
    }

    [Fact]
    public void A_folder_of_other_files_is_left_alone()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "mine.txt"), "x");

        Assert.Contains("so it is no evaluation's folder", Assert.Throws<EvaluationFileException>(() => EvaluationFolder.CreateOrResume(Folder, s_info, s_suite)).Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Folder));
        Assert.Contains("there is no run.json", Assert.Throws<EvaluationFileException>(() => EvaluationFolder.Open(_folder["none"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "no record of an evaluation")]
    [InlineData("[]", "no record of an evaluation")]
    [InlineData("null", "is of version")]
    [InlineData("""{"version":2,"suite":"a","suite_sha256":"b","model":"c","strategy":"d","samples":1,"seed":0}""", "is of version 2; this program reads up to version 1")]
    public void A_record_that_cannot_be_used_is_told(string json, string reason)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "run.json"), json);

        Assert.Contains(reason, Assert.Throws<EvaluationFileException>(() => EvaluationFolder.Open(Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_process_is_refused_and_readers_are_not()
    {
        using var first = EvaluationFolder.CreateOrResume(Folder, s_info, s_suite);

        Assert.Contains("another process is writing it", Assert.Throws<EvaluationFileException>(() => EvaluationFolder.CreateOrResume(Folder, s_info, s_suite)).Message, StringComparison.Ordinal);
        using var reader = EvaluationFolder.Open(Folder);
        first.AppendPrediction(s_prediction);
        Assert.Single(reader.Predictions);
        Assert.Throws<InvalidOperationException>(() => reader.AppendPrediction(s_prediction));
    }

    [Fact]
    public void A_half_last_line_is_passed_over_and_a_damaged_one_is_named()
    {
        using (var folder = EvaluationFolder.CreateOrResume(Folder, s_info, s_suite))
        {
            folder.AppendPrediction(s_prediction);
        }

        var path = Path.Combine(Folder, "predictions.jsonl");
        File.AppendAllText(path, "{\"prompt\":\"ha");
        Assert.Single(EvaluationFolder.Open(Folder).Predictions);
        File.AppendAllText(path, "\0\n");

        Assert.Contains($"{path}: line 2 is damaged: {{\"prompt\":\"ha", Assert.Throws<EvaluationFileException>(() => EvaluationFolder.Open(Folder).Predictions.Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Votes_are_kept_by_judge_whatever_the_judges_are_called()
    {
        EvaluationFolder.CreateOrResume(Folder, s_info, s_suite).Dispose();
        string[] judges = ["openai/gpt-4o", "openai:gpt-4o", "OPENAI/gpt-4o", "../../up", "http://127.0.0.1:8080/v1#judge", "nano", "Nano", new string('x', 300), "评委"];
        var scored = Enum.GetValues<Dimension>().ToDictionary(dimension => dimension, dimension => 1.5 + (int)dimension / 2.0);
        using var folder = EvaluationFolder.Open(Folder);
        foreach (var judge in judges)
        {
            using var votes = folder.OpenJudgements(judge);
            Assert.Empty(votes.Past);
            votes.Append(new Judgement("1", 0, judge, 0, scored) { Raw = "…" });
            votes.Append(new Judgement("1", 0, judge, 1, null) { Problem = "no answer" });
        }

        Assert.Equal(judges.Order(StringComparer.Ordinal), folder.Judgements.Keys.Order(StringComparer.Ordinal));
        Assert.All(folder.Judgements, of => Assert.Equal([(of.Key, 0), (of.Key, 1)], of.Value.Select(vote => (vote.Judge, vote.Vote))));
        Assert.Equal(scored, folder.Judgements["nano"][0].Scores);
        Assert.Null(folder.Judgements["nano"][1].Scores);
        Assert.Equal(judges.Length, Directory.GetFiles(Path.Combine(Folder, "judgements"), "*.jsonl").Length);
        using var again = folder.OpenJudgements("nano");
        Assert.Equal(2, again.Past.Count);
        Assert.Throws<EvaluationFileException>(() => folder.OpenJudgements("nano"));
    }

    [Fact]
    public void A_file_is_saved_whole()
    {
        EvaluationFolder.CreateOrResume(Folder, s_info, s_suite).Dispose();
        using var folder = EvaluationFolder.Open(Folder);

        folder.Save("scores.json", "{}");
        folder.Save("scores.json", "[]");

        Assert.Equal("[]", File.ReadAllText(Path.Combine(Folder, "scores.json")));
        Assert.DoesNotContain(Directory.GetFiles(Folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }
}
