using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Strategies;
using LongWriter.Writing;

namespace LongWriter.Tests;

/// <summary>
/// No failure text reaches a document: every failure of the shared list, at every place where a model is asked, once and for ever, in all
/// strategies and layouts. The document holds no trace of it, or the run ends in its typed exception and what stands holds none.
/// </summary>
public class NoFailureTextTests
{
    private const int ForEver = int.MaxValue;

    private static readonly WritingRequest s_request = new("Write a 300-word article on the sea") { Seed = 5 };
    private static readonly WritingRequest s_chapters = new("Write about the sea")
    {
        Outline = new Outline([new Chapter(1, "The river", 200) { Sections = Sample.Plan(100, 100) }, new Chapter(2, "The sea", 200)]),
    };

    private static readonly WriterOptions s_revising = new() { Revises = true };
    private static readonly WriterOptions s_window = new() { History = HistoryPolicy.Window };

    [Fact]
    public Task In_a_plan() => EachAsync(Place.Plan, s_request, new WriterOptions(), isFatal: true);

    [Fact]
    public Task In_a_chapter_s_plan() => EachAsync(Place.ChapterPlan, s_chapters, new WriterOptions(), isFatal: true);

    [Fact]
    public Task In_a_chapter_s_summary() => EachAsync(Place.Summary, s_chapters, s_window, isFatal: false);

    [Theory]
    [InlineData(WritingLayout.Paper)]
    [InlineData(WritingLayout.Dialogue)]
    public Task In_a_section(WritingLayout layout) => EachAsync(Place.Section, s_request, new WriterOptions { Layout = layout }, isFatal: true);

    [Fact]
    public Task In_a_continuation() => EachAsync(Place.Continuation, s_request, new WriterOptions(), isFatal: false);

    [Fact]
    public Task In_a_criticism() => EachAsync(Place.Critique, s_request, s_revising, isFatal: false);

    [Fact]
    public Task In_a_rewrite() => EachAsync(Place.Rewrite, s_request, s_revising, isFatal: false);

    [Fact]
    public Task In_sections_written_all_at_once() => EachAsync(Place.Section, s_request, new WriterOptions { Strategy = WritingStrategy.Parallel }, isFatal: true);

    [Fact]
    public Task In_a_document_of_one_call() => EachAsync(Place.Direct, s_request, new WriterOptions { Strategy = WritingStrategy.Direct }, isFatal: true);

    [Fact]
    public async Task In_an_outline()
    {
        foreach (var failure in FailureTexts.All.Where(failure => failure is { IsWhole: true, IsPlan: false }))
        {
            using var client = new FailingWriter(Place.Outline, failure, ForEver);
            var planning = new DocumentWriter(client).PlanAsync(new WritingRequest("Write a 21,000-word novel about the sea"), TestContext.Current.CancellationToken);

            await Assert.ThrowsAsync<WritingException>(async () => await planning.ToListAsync(TestContext.Current.CancellationToken));
        }
    }

    /// <param name="isFatal">Whether a model that answers nothing else ends the run.</param>
    private static async Task EachAsync(Place place, WritingRequest request, WriterOptions options, bool isFatal)
    {
        foreach (var failure in FailureTexts.All)
        {
            await CheckAsync(place, failure, times: 1, request, options, mayEnd: false);

            // A connection that never holds is the endpoint's fault: the run waits for it, to be resumed.
            await CheckAsync(place, failure, ForEver, request, options, mayEnd: isFatal || failure.IsConnection);
        }
    }

    private static async Task CheckAsync(Place place, FailureText failure, int times, WritingRequest request, WriterOptions options, bool mayEnd)
    {
        using var client = new FailingWriter(place, failure, times);
        var events = new List<WritingEvent>();
        Exception? ended = null;
        try
        {
            await WriterRun.ReadAsync(new DocumentWriter(client, options), request, events);
        }
        catch (WritingException e)
        {
            ended = e;
        }

        var what = $"{place}, {(times == 1 ? "once" : "for ever")}: {failure.Name}";
        Assert.True(client.Spoilt > 0, $"{what}: nothing was spoilt");
        Assert.True(ended is not null || events[^1] is DocumentFinished, $"{what}: no end");
        Assert.True(ended is null || mayEnd, $"{what}: ended the run: {ended?.Message}");
        Assert.True(ended is not null || !(mayEnd && failure.IsWhole) || (failure.IsPlan && place is Place.Plan or Place.ChapterPlan), $"{what}: a document of nothing else");

        var sections = events.OfType<SectionFinished>().ToList();
        var kept = string.Join("\n\n", sections.Select(section => section.Section.Text));
        foreach (var trace in failure.Traces)
        {
            Assert.False(kept.Contains(trace, StringComparison.OrdinalIgnoreCase), $"{what}: '{trace}' stands in the document");
            Assert.False(events.OfType<ChapterFinished>().Any(chapter => (chapter.Summary + string.Join('\n', chapter.Ledger)).Contains(trace, StringComparison.OrdinalIgnoreCase)), $"{what}: '{trace}' stands in a summary");
        }

        // Who reads the stream has the same text.
        Assert.Equal(sections.Select(section => section.Section.Text), WriterRun.Streamed(events, sections.Count));
    }
}
