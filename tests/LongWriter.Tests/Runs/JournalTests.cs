using System.Text;
using CsCheck;
using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Runs;
using LongWriter.Strategies;
using LongWriter.Writing;

namespace LongWriter.Tests;

public sealed class JournalTests : IDisposable
{
    private static readonly RunHeader s_header = new(RunHeader.Version, "a-run", new DateTimeOffset(2026, 11, 24, 13, 0, 0, TimeSpan.Zero), "Write 21,000 words on the sea, \"quoted\"\nand more 海", new RunSettings("nano") { TemplateHash = "00ff", Temperature = 0.5f, Strategy = WritingStrategy.Parallel, History = HistoryPolicy.Window, Layout = WritingLayout.Dialogue })
    {
        Words = 21_000,
        Seed = 7,
        Plan = Sample.Plan(100, 200),
        Output = "sea.md",
    };

    private static readonly WritingEvent[] s_events =
    [
        new OutlineReady(new Outline([new Chapter(1, "Mud \u2028 and \"more\"", 3000)]), 21_000, new TokenUsage(1, 2, 3)) { Calls = 2 },
        new PlanReady(Sample.Plan(100, 200), 3000, new TokenUsage(4, 5, 6)) { Chapter = 1, Calls = 3, Unreadable = 1 },
        new SectionFinished(Sample.Section(1, "Mud", 120), "stop", new TokenUsage(7, 8, 9)) { Calls = 2, Asked = 100, Drafted = 120 },
        new SectionFinished(new Section(2, "海\n\n海很大。", 4), "length", new TokenUsage(7, 8, 9)),
        new ChapterFinished(1, "What it says", ["Ann is a baker", "It rains"], new TokenUsage(1, 1, 1)),
    ];

    private readonly TempFolder _folder = new();

    private string Folder => _folder["run"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_recorded_is_read_again()
    {
        await RecordAsync(s_events);

        using var journal = Journal.Open(Folder);

        Assert.Equivalent(s_header, journal.Header, strict: true);
        Assert.Equal(Json(s_events), Json(journal.Past));
        Assert.Null(journal.Finished);
        var request = journal.Header.ToRequest(journal.Past);
        Assert.Equal((s_header.Instruction, 21_000, 7L), (request.Instruction, request.Words!.Value, request.Seed));
        Assert.Equal(s_header.Plan!.Steps, request.Plan!.Steps);
    }

    [Fact]
    public async Task A_header_from_before_there_were_layouts_means_the_paper_s()
    {
        await RecordAsync(s_events);
        var path = Path.Combine(Folder, Journal.FileName);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var old = text.Replace(",\"layout\":\"dialogue\"", "", StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, old, TestContext.Current.CancellationToken);

        Assert.True(old.Length < text.Length);
        Assert.Equal(s_header.Settings with { Layout = WritingLayout.Paper }, JournalContent.Read(path).Header.Settings);
    }

    [Fact]
    public async Task Only_what_is_final_is_kept_and_nothing_twice()
    {
        WritingEvent[] passing = [new RunStarted("a", "b", "c", "d", "e", 1, 2), new PlanRepaired("x"), new SectionStarted(1, new PlanStep(1, "a", 5), 5), new TextDelta(1, "a"), new TextWithdrawn(1, 0), new SectionContinued(1, 5, "x"), new SectionRestarted(1, "x"), new HistoryWindowed(1, 2), new RunResumed(1, 2)];
        await RecordAsync([.. passing, .. s_events, .. passing, .. s_events]);

        Assert.Equal(1 + s_events.Length, File.ReadLines(Path.Combine(Folder, Journal.FileName)).Count());

        using var again = Journal.Open(Folder);
        await foreach (var _ in again.RecordAsync(s_events.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(1 + s_events.Length, File.ReadLines(Path.Combine(Folder, Journal.FileName)).Count());
    }

    [Fact]
    public async Task The_end_of_a_run_is_kept()
    {
        await RecordAsync([.. s_events, new DocumentFinished(new Document("The sea", [Sample.Section(1, "Mud", 120)]), 100, 93.3, new TokenUsage(1, 2, 3), 4.5)]);

        Assert.Equal(new RunEnd(120, 100, 93.3, 4.5, new TokenUsage(1, 2, 3)), JournalContent.Read(Path.Combine(Folder, Journal.FileName)).Finished);
    }

    [Fact]
    public async Task Cut_anywhere_it_holds_what_was_whole_and_goes_on_behind_it()
    {
        await RecordAsync(s_events);
        var path = Path.Combine(Folder, Journal.FileName);
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var header = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = header; length <= whole.Length; length += 7)
        {
            await File.WriteAllBytesAsync(path, whole[..length], TestContext.Current.CancellationToken);
            var lines = whole[header..length].Count(b => b == '\n');
            using (var journal = Journal.Open(Folder))
            {
                Assert.Equal(Json(s_events[..lines]), Json(journal.Past));
                await foreach (var _ in journal.RecordAsync(s_events.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
                {
                }
            }

            Assert.Equal(whole, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void A_journal_stopped_in_its_header_says_so()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, Journal.FileName), "{\"journal\":1,\"run\":\"a");

        Assert.Contains("stopped before it began", Assert.Throws<JournalException>(() => Journal.Open(Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_line_is_named_and_the_file_left_alone()
    {
        await RecordAsync(s_events);
        var path = Path.Combine(Folder, Journal.FileName);
        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        lines[3] = lines[3][..40] + "\0\0\0";
        await File.WriteAllLinesAsync(path, lines, TestContext.Current.CancellationToken);
        var before = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        var problem = Assert.Throws<JournalException>(() => Journal.Open(Folder));

        Assert.Contains($"{path}: line 4 is damaged", problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("{\"journal\":2,\"run\":\"a\"}", "is of version 2")]
    [InlineData("{\"journal\":0,\"run\":\"a\"}", "before the first release")]
    [InlineData("{\"run\":\"a\"}", "no journal of a run")]
    [InlineData("[]", "no journal of a run")]
    [InlineData("not json", "line 1 is damaged")]
    [InlineData("{\"journal\":1,\"run\":\"a\"}", "line 1 is damaged")]
    public void What_is_no_journal_of_this_version_is_told(string first, string reason)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, Journal.FileName), first + "\n");

        Assert.Contains(reason, Assert.Throws<JournalException>(() => Journal.Open(Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_properties_of_a_line_are_passed_over()
    {
        await RecordAsync(s_events[..3]);
        var path = Path.Combine(Folder, Journal.FileName);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(path, text.Replace("\"finish_reason\"", "\"mood\":\"good\",\"finish_reason\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.Equal(Json(s_events[..3]), Json(JournalContent.Read(path).Events));
    }

    [Fact]
    public void Two_writers_are_told_apart()
    {
        using var first = Journal.Create(Folder, s_header);

        Assert.Contains("another process is writing this run", Assert.Throws<JournalException>(() => Journal.Open(Folder)).Message, StringComparison.Ordinal);
        Assert.Empty(JournalContent.Read(Path.Combine(Folder, Journal.FileName)).Events);
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_told_with_what_to_do()
    {
        // A folder cannot be made below a file.
        var problem = Assert.Throws<JournalException>(() => Journal.Create(Path.Combine(_folder.Write("file", "x"), "run"), s_header));

        Assert.Contains("cannot be written", problem.Message, StringComparison.Ordinal);
        Assert.EndsWith("Set LONGWRITER_HOME to a folder that can be written to.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_not_there_is_told() => Assert.Contains("there is no such run", Assert.Throws<JournalException>(() => Journal.Open(Folder)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Any_bytes_are_a_journal_or_told_to_be_none()
    {
        await RecordAsync(s_events);
        var whole = await File.ReadAllBytesAsync(Path.Combine(Folder, Journal.FileName), TestContext.Current.CancellationToken);
        var (read, refused) = (0, 0);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Each(5000, drawn =>
        {
            var bytes = whole.ToArray();
            bytes[drawn.Item1] = drawn.Item2;
            try
            {
                JournalContent.Parse("a journal", bytes.AsSpan(0, drawn.Item3));
                read++;
            }
            catch (JournalException)
            {
                refused++;
            }
        });
        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused: one side is hardly tested");
    }

    [Fact]
    public async Task A_run_stopped_at_any_byte_comes_to_the_same_document_and_asks_for_no_section_twice()
    {
        var request = new WritingRequest("Write a 21,000-word novel about the sea") { Seed = 3 };
        string markdown;
        byte[] whole;
        using (var client = new SeededWriter())
        using (var journal = Journal.Create(_folder["whole"], new RunHeader(1, "whole", default, request.Instruction, new RunSettings("seeded")) { Seed = 3 }))
        {
            markdown = (await WriteAsync(client, journal)).ToMarkdown();
        }

        whole = await File.ReadAllBytesAsync(Path.Combine(_folder["whole"], Journal.FileName), TestContext.Current.CancellationToken);
        var header = Array.IndexOf(whole, (byte)'\n') + 1;
        var random = new Random(5);
        var stops = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long" ? 500 : 25;
        for (var stop = 0; stop < stops; stop++)
        {
            var folder = _folder[$"stop{stop}"];
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, Journal.FileName);
            await File.WriteAllBytesAsync(path, whole[..random.Next(header, whole.Length + 1)], TestContext.Current.CancellationToken);
            using var client = new SeededWriter();
            int sections;
            using (var journal = Journal.Open(folder))
            {
                sections = journal.Past.OfType<SectionFinished>().Count();
                Assert.Equal(markdown, (await WriteAsync(client, journal)).ToMarkdown());
            }

            Assert.Equal(Lines(whole), Lines(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)));
            Assert.Equal(client.Calls.Count, client.Calls.Distinct().Count());
            var finished = JournalContent.Read(path).Events.OfType<SectionFinished>().ToList();
            Assert.Equal(finished.Skip(sections).Sum(section => section.Calls), client.Calls.Count(call => call.Prompt.StartsWith("We are writing a long text together, one section", StringComparison.Ordinal)));
        }

        // The last line holds the seconds of the last attempt.
        static IEnumerable<string> Lines(byte[] bytes) => Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n').SkipLast(1);
    }

    private static async Task<Document> WriteAsync(SeededWriter client, Journal journal)
    {
        Document? document = null;
        var events = new DocumentWriter(client, new WriterOptions { Context = new ContextWindow(32_768, text => text.Length / 3) }).WriteAsync(journal.Header.ToRequest(journal.Past), TestContext.Current.CancellationToken);
        await foreach (var happened in journal.RecordAsync(events, TestContext.Current.CancellationToken))
        {
            document = (happened as DocumentFinished)?.Document;
        }

        return document!;
    }

    private async Task RecordAsync(WritingEvent[] events)
    {
        using var journal = Journal.Create(Folder, s_header);
        await foreach (var _ in journal.RecordAsync(events.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
        {
        }
    }

    private static string Json(IEnumerable<WritingEvent> events) => System.Text.Json.JsonSerializer.Serialize(events, EventJson.Options);
}
