using CsCheck;
using LongWriter.Fakes;
using LongWriter.Planning;

namespace LongWriter.Tests;

public class PlanFileTests
{
    private static readonly Outline s_outline = new(
    [
        new Chapter(1, "The river", 1000) { Sections = Sample.Plan(400, 600) },
        new Chapter(2, "The sea", 4000),
        new Chapter(3, "The rain", 300) { Sections = Sample.Plan(300) },
    ]);

    // Whatever a person writes into a main point on one line, marks of the format among it.
    private static readonly Gen<string> s_point = Gen.Char["abc XYZ-:*`#.,|()中文字1 \t–"].Array[1, 30].Select(characters => new string(characters).Trim());
    private static readonly Gen<Plan> s_plan = Gen.Select(s_point, Gen.Int[1, 5000]).Array[1, 8].Select(steps => new Plan([.. steps.Select((step, i) => new PlanStep(i + 1, $"{step.Item1}{(char)('A' + i)}", step.Item2))]));

    [Fact]
    public void A_file_reads_as_it_was_written()
    {
        s_plan.Each(3000, plan => Assert.Equal(plan.Steps, PlanFile.Parse(PlanFile.Of(plan).ToString()).Plan!.Steps));
        Gen.Select(s_point, s_plan, Gen.Bool, Gen.Int[1, 9000]).Array[1, 6].Each(2000, drawn =>
        {
            var chapters = drawn.Select((chapter, i) => new Chapter(i + 1, $"{chapter.Item1}{(char)('a' + i)}", chapter.Item3 ? chapter.Item2.Words : chapter.Item4) { Sections = chapter.Item3 ? chapter.Item2 : null }).ToList();

            var read = PlanFile.Parse(PlanFile.Of(new Outline(chapters)).ToString());

            Assert.Null(read.Plan);
            Assert.Equal(chapters.Select(chapter => chapter with { Sections = null }), read.Outline!.WithoutSections().Chapters);
            Assert.Equal(chapters.Select(chapter => chapter.Sections?.ToString()), read.Outline.Chapters.Select(chapter => chapter.Sections?.ToString()));
            Assert.Equal(chapters.Sum(chapter => chapter.Words), read.Words);
        });
    }

    [Fact]
    public void Chapters_stand_above_their_sections_and_have_a_count_only_without_them() => Assert.Equal("""
        Chapter 1 - Main Point: The river
        Paragraph 1 - Main Point: Point A of the matter - Word Count: 400 words
        Paragraph 2 - Main Point: Point B of the matter - Word Count: 600 words

        Chapter 2 - Main Point: The sea - Word Count: 4000 words

        Chapter 3 - Main Point: The rain
        Paragraph 1 - Main Point: Point A of the matter - Word Count: 300 words
        """, PlanFile.Of(s_outline).ToString());

    [Fact]
    public void What_a_person_changed_counts_and_numbers_do_not()
    {
        var read = PlanFile.Parse("""
            # moved the second one up

            Paragraph 2 - Main Point: Stone - Word Count: 500 words
              **Section 1** - Mud and more - 300 words  
            第7段 - 要点：海 - 字数：约四百字
            """);

        Assert.Equal([new PlanStep(1, "Stone", 500), new PlanStep(2, "Mud and more", 300), new PlanStep(3, "海", 400)], read.Plan!.Steps);
    }

    [Fact]
    public void Two_chapters_may_have_sections_of_the_same_name()
    {
        var read = PlanFile.Parse("第一章 - 要点：河\nParagraph 1 - Main Point: End - Word Count: 100 words\nChapter 2: Sea\n1. End (200 words)");

        Assert.Equal([("河", 100), ("Sea", 200)], read.Outline!.Chapters.Select(chapter => (chapter.MainPoint, chapter.Words)));
    }

    [Theory]
    [InlineData("", "line 1: the plan holds no section")]
    [InlineData("# nothing\n\n", "line 1: the plan holds no section")]
    [InlineData("Paragraph 1 - Main Point: Mud - Word Count: 100 words\nand something about rivers", "line 2: 'and something about rivers' is no line of a plan; write 'Paragraph 1")]
    [InlineData("\nParagraph 1 - Main Point: Mud", "line 2: it has no word count")]
    [InlineData("Paragraph 1 - Main Point: Mud - Word Count: 0 words", "line 1: it has no word count")]
    [InlineData("Paragraph 1 - Main Point: Mud - Word Count: 999999999 words", "line 1: it has no word count")]
    [InlineData("Paragraph 1 - Word Count: 100 words", "line 1: it has no main point")]
    [InlineData("Paragraph 1 - Main Point: Mud - Word Count: 100 words\n# a line\nChapter 1 - Main Point: The sea - Word Count: 100 words", "line 1: the section stands before the first chapter")]
    [InlineData("Chapter 1 - Main Point: The sea - Word Count: 500 words\nParagraph 1 - Main Point: Mud - Word Count: 100 words", "line 1: the chapter has 500 words and its sections come to 100")]
    [InlineData("Chapter 1 - Main Point: The sea\n\nChapter 2 - Main Point: The rain - Word Count: 500 words", "line 1: the chapter has neither sections nor a word count")]
    [InlineData("Paragraph 1 - Main Point: Mud - Word Count: 100 words\nParagraph 2 - Main Point: MUD - Word Count: 200 words", "line 2: it says the same as line 1")]
    [InlineData("Chapter 1 - Main Point: The sea - Word Count: 500 words\nChapter 2 - Main Point: The sea - Word Count: 500 words", "line 2: it says the same as line 1")]
    [InlineData("Paragraph 1 - Main Point: Mud - Word Count: 9000000 words\nParagraph 2 - Main Point: Sea - Word Count: 9000000 words", "line 2: here the plan comes to more than 10000000 words")]
    public void What_is_mixed_up_is_refused_with_its_line(string text, string problem)
    {
        var thrown = Assert.Throws<PlanException>(() => PlanFile.Parse(text));

        Assert.StartsWith(problem, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plan_of_a_run_is_known_as_far_as_it_came()
    {
        var none = new TokenUsage(0, 0, 0);
        WritingEvent[] events = [new OutlineReady(s_outline.WithoutSections(), 5300, none), new PlanReady(Sample.Plan(450, 600), 1000, none) { Chapter = 1 }];

        Assert.Null(PlanFile.Of([]));
        Assert.Equal("Point A of the matter", PlanFile.Of([new PlanReady(Sample.Plan(5), 5, none)])!.Plan!.Steps[0].MainPoint);
        Assert.Equal([1050, null, null], PlanFile.Of(events)!.Outline!.Chapters.Select(chapter => chapter.Sections?.Words));
    }
}
