using System.Text;
using System.Text.Json;
using CsCheck;
using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Runs;
using LongWriter.Writing;

namespace LongWriter.Tests;

/// <summary>Whatever is recorded is read again the same, however its writing was stopped.</summary>
public sealed class JournalRoundTripTests : IDisposable
{
    // Whole characters only: half of one cannot be written as UTF-8 at all.
    private static readonly Gen<string> s_text = Gen.OneOf(Gen.Const("a"), Gen.Const("\n"), Gen.Const("\""), Gen.Const("\\"), Gen.Const("\u2028"), Gen.Const("\0"), Gen.Const("海"), Gen.Const("😀"), Gen.Const("\"event\":\"run_finished\""), Gen.Char[' ', '\uD7FF'].Select(c => c.ToString())).Array[1, 12].Select(string.Concat);

    private static readonly Gen<TokenUsage> s_usage = Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long[0, 1000], Gen.Long[0, 1000]).Select(drawn => new TokenUsage(drawn.Item1, drawn.Item2, drawn.Item3));

    private static readonly Gen<Plan> s_plan = Gen.Select(s_text, Gen.Int[1, 5000]).Array[1, 6].Select(steps => new Plan([.. steps.Select((step, i) => new PlanStep(i + 1, step.Item1, step.Item2))]));

    private static readonly Gen<WritingEvent> s_event = Gen.OneOf<WritingEvent>(
        Gen.Select(s_plan, s_usage, Gen.Int[0, 5]).Select(drawn => (WritingEvent)new OutlineReady(new Outline([.. drawn.Item1.Steps.Select(step => new Chapter(step.Number, step.MainPoint, step.Words))]), drawn.Item1.Words, drawn.Item2) { Calls = drawn.Item3 }),
        Gen.Select(s_plan, s_usage, Gen.Int[0, 5]).Select(drawn => (WritingEvent)new PlanReady(drawn.Item1, drawn.Item1.Words, drawn.Item2) { Calls = drawn.Item3, Chapter = drawn.Item3, Unreadable = drawn.Item3 / 2 }),
        Gen.Select(s_text, s_usage, Gen.Int[1, 300]).Select(drawn => (WritingEvent)new SectionFinished(new Section(drawn.Item3, drawn.Item1, drawn.Item1.Length / 2), "stop", drawn.Item2) { Calls = drawn.Item3, Asked = drawn.Item3 * 10, Drafted = drawn.Item3 }),
        Gen.Select(s_text, s_text.Array[0, 4], s_usage, Gen.Int[1, 300]).Select(drawn => (WritingEvent)new ChapterFinished(drawn.Item4, drawn.Item1, drawn.Item2, drawn.Item3)));

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_events_are_read_as_they_were_recorded() => Gen.Select(s_event.Array[0, 8], s_text).Each(400, drawn =>
    {
        var (events, instruction) = drawn;
        var folder = _folder["run"];
        using (var journal = Journal.Create(folder, Header(instruction)))
        {
            Record(journal, events);
        }

        using (var journal = Journal.Open(folder))
        {
            // The same plan or section a second time is not recorded.
            var kept = events.DistinctBy(Key).ToList();
            Assert.Equal(instruction, journal.Header.Instruction);
            Assert.Equal(kept.Select(Json), journal.Past.Select(Json));
        }

        Directory.Delete(folder, recursive: true);
    });

    [Fact]
    public void Stopped_after_any_byte_it_holds_the_whole_lines_and_goes_on_behind_them()
    {
        WritingEvent[] events = [.. s_event.Take(4)];
        events = [.. events.DistinctBy(Key)];
        var folder = _folder["run"];
        using (var journal = Journal.Create(folder, Header("Write about 海")))
        {
            Record(journal, events);
        }

        var path = Path.Combine(folder, Journal.FileName);
        var whole = File.ReadAllBytes(path);
        var header = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            if (length < header)
            {
                Assert.EndsWith("the run was stopped before it began. Begin a new run.", Assert.Throws<JournalException>(() => Journal.Open(folder)).Message, StringComparison.Ordinal);
                Assert.Equal(whole[..length], File.ReadAllBytes(path));
                continue;
            }

            using (var journal = Journal.Open(folder))
            {
                Assert.Equal(events.Take(whole[header..length].Count(b => b == '\n')).Select(Json), journal.Past.Select(Json));
                Record(journal, events);
            }

            Assert.Equal(whole, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void Nothing_that_follows_from_something_else_is_written()
    {
        using (var journal = Journal.Create(_folder["run"], Header("Write")))
        {
            Record(journal, [new SectionFinished(new Section(1, "Mud\n\nMud is soft.", 4), "stop", new TokenUsage(1, 2, 3))]);
        }

        using var json = JsonDocument.Parse(File.ReadAllLines(Path.Combine(_folder["run"], Journal.FileName))[1]);
        Assert.Equal(["number", "text", "words"], json.RootElement.GetProperty("section").EnumerateObject().Select(property => property.Name));
    }

    private static RunHeader Header(string instruction) => new(RunHeader.Version, "run", default, instruction, new RunSettings("nano"));

    private static void Record(Journal journal, WritingEvent[] events) =>
        Assert.Equal(events.Length, journal.RecordAsync(events.ToAsyncEnumerable()).ToBlockingEnumerable().Count());

    private static (Type, int) Key(WritingEvent happened) => (happened.GetType(), happened switch
    {
        PlanReady plan => plan.Chapter,
        SectionFinished section => section.Section.Number,
        ChapterFinished chapter => chapter.Chapter,
        _ => 0,
    });

    private static string Json(WritingEvent happened) => JsonSerializer.Serialize(happened, EventJson.Options);
}
