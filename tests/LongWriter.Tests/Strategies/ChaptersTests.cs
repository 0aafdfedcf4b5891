using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>Documents too long for one plan.</summary>
public class ChaptersTests
{
    private static readonly WriterOptions s_window = new() { Context = new ContextWindow(32_768, text => (text.Length + 2) / 3) };

    [Fact]
    public async Task A_hundred_thousand_words_keep_their_length_their_order_and_their_headings_in_a_window_of_32k()
    {
        using var client = new CountingWriter(habit: 0.8, sigma: 0.2);

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write a 100,000-word novel about the sea"), s_window);

        var done = Assert.IsType<DocumentFinished>(events[^1]);
        Assert.True(done.LengthScore >= 97, $"S_l {done.LengthScore:F1}");
        var headings = done.Document.Sections.Select(section => section.Heading).ToList();
        Assert.Equal(headings.Count, headings.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        var outline = Assert.Single(events.OfType<OutlineReady>()).Outline;
        Assert.Equal(Enumerable.Range(1, outline.Chapters.Count), events.OfType<PlanReady>().Select(plan => plan.Chapter));
        Assert.Equal(Enumerable.Range(1, outline.Chapters.Count), events.OfType<ChapterFinished>().Select(chapter => chapter.Chapter));
        Assert.All(client.Prompts, prompt => Assert.True(s_window.Context!.Count(prompt) < 32_768 - 2000));
        Assert.Equal(Enumerable.Range(1, done.Document.Sections.Count), done.Document.Sections.Select(section => section.Number));
    }

    [Fact]
    public async Task A_chapter_is_planned_when_it_is_reached_with_what_came_before()
    {
        using var client = new CountingWriter();

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write a 24,000-word novel about the sea"), s_window);

        var chapters = events.OfType<ChapterFinished>().ToList();
        var plans = client.Prompts.Where(prompt => prompt.Contains("The chapter to plan: ", StringComparison.Ordinal)).ToList();
        Assert.Equal(6, plans.Count);
        Assert.DoesNotContain(chapters[0].Summary, plans[0], StringComparison.Ordinal);
        for (var i = 1; i < 6; i++)
        {
            Assert.Contains(chapters[i - 1].Summary, plans[i], StringComparison.Ordinal);
            Assert.Contains("- " + chapters[i - 1].Ledger[0], plans[i], StringComparison.Ordinal);
            Assert.EndsWith($"The chapter to plan: {events.OfType<OutlineReady>().Single().Outline.Chapters[i]}", plans[i], StringComparison.Ordinal);
        }

        var last = client.Prompts[^1];
        Assert.Contains("Sections of chapter 6:", last, StringComparison.Ordinal);
        Assert.Contains(chapters[4].Summary, last, StringComparison.Ordinal);
        Assert.DoesNotContain(events.OfType<SectionFinished>().First().Section.Body, last, StringComparison.Ordinal);
        Assert.Empty(chapters[5].Ledger);
    }

    [Fact]
    public async Task With_the_full_history_nothing_is_summed_up()
    {
        using var client = new CountingWriter();

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write a 24,000-word novel about the sea"), new WriterOptions { History = HistoryPolicy.Full });

        Assert.DoesNotContain(client.Prompts, prompt => prompt.StartsWith("Here is a finished chapter", StringComparison.Ordinal));
        Assert.Contains(events.OfType<SectionFinished>().First().Section.Body, client.Prompts[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_cannot_sum_up_has_the_headings_stand_for_its_chapters()
    {
        using var client = new CountingWriter();

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write a 24,000-word novel about the sea"), s_window with { SumsUpChapters = false });

        var first = events.OfType<ChapterFinished>().First();
        var headings = events.TakeWhile(e => e is not ChapterFinished).OfType<SectionFinished>().Select(e => e.Section.Heading);
        Assert.Equal($"Chapter 1: {string.Join("; ", headings)}.", first.Summary);
        Assert.DoesNotContain(client.Prompts, prompt => prompt.StartsWith("Here is a finished chapter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Steps_of_an_earlier_chapter_are_not_planned_again()
    {
        const string Chapters = "Chapter 1 - Main Point: Mud - Word Count: 7000 words\nChapter 2 - Main Point: Stone - Word Count: 7000 words\nChapter 3 - Main Point: Air - Word Count: 7000 words";
        using var client = new PlanningClient(Chapters, Steps("ABCDEFGHI"), Steps("IJKLMNOPQR"), Steps("STUVWXYZ"));

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write a 21,000-word novel about the sea"), new WriterOptions { SumsUpChapters = false });

        Assert.Contains(events, e => e is PlanRepaired { Reason: "1 of the steps stand in an earlier chapter and were dropped" });
        Assert.Equal("JKLMNOPQR", string.Concat(events.OfType<PlanReady>().ElementAt(1).Plan.Steps.Select(step => step.MainPoint)));

        static string Steps(string points) => string.Join('\n', points.Select((point, i) => $"Paragraph {i + 1} - Main Point: {point} - Word Count: 700 words"));
    }

    [Fact]
    public async Task A_run_taken_up_at_any_section_comes_to_the_same_document()
    {
        var request = new WritingRequest("Write a 21,000-word novel about the sea") { Seed = 3 };
        List<WritingEvent> whole;
        using (var client = new SeededWriter())
        {
            whole = await WriterRun.WriteAsync(client, request, s_window);
        }

        var kept = whole.Where(e => e is OutlineReady or PlanReady or ChapterFinished or SectionFinished).ToList();
        for (var stop = 0; stop <= kept.Count; stop += 5)
        {
            using var client = new SeededWriter();
            var resumed = await WriterRun.WriteAsync(client, request with { Past = [.. kept.Take(stop)] }, s_window);

            Assert.Equal(((DocumentFinished)whole[^1]).Document.ToMarkdown(), ((DocumentFinished)resumed[^1]).Document.ToMarkdown());
            Assert.Equal(((DocumentFinished)whole[^1]).Usage, ((DocumentFinished)resumed[^1]).Usage);
        }
    }
}
