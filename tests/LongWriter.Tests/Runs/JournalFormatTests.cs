using System.Text;
using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Runs;
using LongWriter.Strategies;
using LongWriter.Writing;

namespace LongWriter.Tests;

/// <summary>Journals of version 1 as they stand on people's disks: every later version reads these files. And what is no journal is told.</summary>
public sealed class JournalFormatTests : IDisposable
{
    private static readonly string s_golden = Path.Combine(AppContext.BaseDirectory, "Runs", "journal-1.jsonl");

    private readonly TempFolder _folder = new();

    private string RunFolder => _folder["run"];

    private string RunFile => Path.Combine(RunFolder, Journal.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_of_version_1_is_read_with_all_it_holds()
    {
        var (header, events, finished, length) = JournalContent.Read(s_golden);

        Assert.Equal(new RunHeader(1, "20261124-130000-the-sea", new DateTimeOffset(2026, 11, 24, 13, 0, 0, TimeSpan.Zero), "Write a 21,000-word novel about the sea", new RunSettings("nano") { Planner = "other", TemplateHash = "00ff", Temperature = 0.5f, History = HistoryPolicy.Window }) { Seed = 3, Output = "sea.md" }, header);
        Assert.Equal(5, events.Count);
        var outline = Assert.IsType<OutlineReady>(events[0]);
        Assert.Equal([new Chapter(1, "How the ship \"Zoë\" left", 11_000), new Chapter(2, "How she came back", 10_000)], outline.Outline.Chapters);
        Assert.Equal((21_000, new TokenUsage(120, 0, 60), 2), (outline.TargetWords, outline.Usage, outline.Calls));
        var plan = Assert.IsType<PlanReady>(events[1]);
        Assert.Equal([new PlanStep(1, "The harbour", 600), new PlanStep(2, "海上的第一夜", 10_400)], plan.Plan.Steps);
        Assert.Equal((11_000, new TokenUsage(200, 110, 40), 1, 3, 1), (plan.TargetWords, plan.Usage, plan.Chapter, plan.Calls, plan.Unreadable));
        Assert.Equal(new SectionFinished(new Section(1, "The harbour\n\nNobody saw her go. “Not one,” said the keeper of the light.", 13), "stop", new TokenUsage(300, 250, 20)) { Calls = 2, Asked = 600, Drafted = 13 }, events[2]);
        Assert.Equal(new SectionFinished(new Section(2, "海上的第一夜\n\n海很大。", 9), "length", new TokenUsage(330, 300, 10)) { Calls = 1 }, events[3]);
        var chapter = Assert.IsType<ChapterFinished>(events[4]);
        Assert.Equal((1, "Chapter 1: The ship leaves at night.", new TokenUsage(50, 0, 30)), (chapter.Chapter, chapter.Summary, chapter.Usage));
        Assert.Equal(["Zoë is a ship", "the keeper keeps the light"], chapter.Ledger);
        Assert.Null(finished);
        Assert.Equal(new FileInfo(s_golden).Length, length);
    }

    [Fact]
    public void A_finished_run_of_version_1_is_read_with_all_it_holds()
    {
        var (header, events, finished, _) = JournalContent.Read(s_golden.Replace("journal-1", "journal-1-finished", StringComparison.Ordinal));

        Assert.Equal([new PlanStep(1, "Mud", 300)], header.Plan!.Steps);
        Assert.Equal((300, -7L, null, "paper", WritingStrategy.Parallel, HistoryPolicy.Auto), (header.Words, header.Seed, header.Output, header.Settings.Template, header.Settings.Strategy, header.Settings.History));
        Assert.Equal(2, events.Count);
        Assert.Equal(new RunEnd(4, 300, 0, 1.25, new TokenUsage(30, 0, 6)), finished);
    }

    [Fact]
    public async Task A_run_of_version_1_goes_on_where_it_stopped()
    {
        await CopyAsync(text => text);
        using var client = new SeededWriter();
        using var journal = Journal.Open(RunFolder);
        var events = new List<WritingEvent>();
        await foreach (var happened in journal.RecordAsync(new DocumentWriter(client).WriteAsync(journal.Header.ToRequest(journal.Past), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken))
        {
            events.Add(happened);
        }

        var document = Assert.IsType<DocumentFinished>(events[^1]).Document;
        Assert.StartsWith("The harbour\n\nNobody saw her go.", document.Text, StringComparison.Ordinal);
        Assert.True(document.Sections.Count > 10);
        Assert.StartsWith(await File.ReadAllTextAsync(s_golden, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(RunFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(client.Calls, call => call.Prompt.StartsWith("Plan the chapters", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Line_ends_of_Windows_do_no_harm()
    {
        await CopyAsync(text => text.Replace("\n", "\r\n", StringComparison.Ordinal));

        using var journal = Journal.Open(RunFolder);

        Assert.Equal(5, journal.Past.Count);
        Assert.Equal("The harbour\n\nNobody saw her go. “Not one,” said the keeper of the light.", ((SectionFinished)journal.Past[2]).Section.Text);
    }

    [Fact]
    public async Task Every_line_that_is_damaged_is_named_and_nothing_changed()
    {
        var whole = await File.ReadAllLinesAsync(s_golden, TestContext.Current.CancellationToken);
        string[] damages = ["", "null", "[]", "{}", "\0\0\0\0", "{\"event\":\"text_delta\",\"section\":1,\"text\":\"a\"}", "{\"event\":\"unheard_of\"}", "{\"event\":\"section_finished\"}", "{\"event\":\"run_finished\"}", "{\"section\":{}}"];
        for (var number = 1; number <= whole.Length; number++)
        {
            foreach (var damage in damages.Concat([whole[number - 1][..^1], whole[number - 1][1..], whole[number - 1] + "x", whole[number - 1].Replace(":", ";", StringComparison.Ordinal)]))
            {
                await CopyAsync(_ => string.Join('\n', whole[..(number - 1)].Append(damage).Concat(whole[number..])) + "\n");
                var before = await File.ReadAllBytesAsync(RunFile, TestContext.Current.CancellationToken);

                var problem = Assert.Throws<JournalException>(() => Journal.Open(RunFolder));

                Assert.True(problem.Message.StartsWith($"{RunFile}: line {number} is damaged: ", StringComparison.Ordinal) || (number == 1 && problem.Message.EndsWith("its first line states no version", StringComparison.Ordinal)), $"{damage}: {problem.Message}");
                Assert.DoesNotContain('\n', problem.Message);
                Assert.Equal(before, await File.ReadAllBytesAsync(RunFile, TestContext.Current.CancellationToken));
            }
        }
    }

    [Theory]
    [InlineData("\"main_point\":\"The harbour\"", "\"main_point\":null")]
    [InlineData("\"words\":10400", "\"words\":2147483647")]
    [InlineData("\"words\":600}", "\"words\":-600}")]
    [InlineData("\"words\":13}", "\"words\":1000}")]
    [InlineData("\"words\":11000}", "\"words\":9999999}")]
    [InlineData("[\"Zoë is a ship\"", "[null")]
    [InlineData("\"template\":\"longwriter\"", "\"template\":null")]
    [InlineData("\"plan\":null", "\"plan\":{\"steps\":[]}")]
    [InlineData("\"usage\":{\"prompt\":50,\"cached\":0,\"completion\":30}", "\"usage\":null")]
    public async Task What_no_run_can_go_on_with_is_damage(string value, string other)
    {
        await CopyAsync(text => text.Replace(value, other, StringComparison.Ordinal));

        Assert.Contains(" is damaged: ", Assert.Throws<JournalException>(() => Journal.Open(RunFolder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "holds no header; the run was stopped before it began. Begin a new run.")]
    [InlineData("{\"journal\":1,", "holds no header; the run was stopped before it began. Begin a new run.")]
    [InlineData("{\"journal\":2}\n", "is of version 2; this program reads up to version 1. Update it to go on with the run.")]
    [InlineData("{\"journal\":2147483647,\"all\":\"different\"}\n{\"unheard\":\"of\"}\n", "is of version 2147483647; this program reads up to version 1. Update it to go on with the run.")]
    [InlineData("{\"journal\":0}\n", "is of version 0, from before the first release; begin a new run")]
    [InlineData("{\"journal\":-1}\n", "is of version -1, from before the first release; begin a new run")]
    [InlineData("{\"journal\":1.5}\n", "is no journal of a run: its first line states no version")]
    [InlineData("{\"version\":1}\n", "is no journal of a run: its first line states no version")]
    [InlineData("7\n", "is no journal of a run: its first line states no version")]
    public async Task What_is_no_journal_of_this_version_is_told_in_one_line(string text, string problem)
    {
        await CopyAsync(_ => text);

        Assert.Equal($"{RunFile}: {problem}", Assert.Throws<JournalException>(() => Journal.Open(RunFolder)).Message);
        Assert.Equal(text, await File.ReadAllTextAsync(RunFile, TestContext.Current.CancellationToken));
    }

    private async Task CopyAsync(Func<string, string> change)
    {
        Directory.CreateDirectory(RunFolder);
        await File.WriteAllBytesAsync(RunFile, Encoding.UTF8.GetBytes(change(await File.ReadAllTextAsync(s_golden, TestContext.Current.CancellationToken))), TestContext.Current.CancellationToken);
    }
}
