using LongWriter.Planning;

namespace LongWriter.Tests;

public class OutlineTests
{
    private static readonly Outline s_outline = new([new Chapter(1, "Mud", 3000), new Chapter(2, "Stone", 4500)]);

    [Fact]
    public void Chapters_are_lines_that_the_plan_parser_reads()
    {
        var read = PlanParser.Parse(s_outline.ToString());

        Assert.Equal([new PlanStep(1, "Mud", 3000), new PlanStep(2, "Stone", 4500)], read.Steps);
        Assert.Equal(7500, s_outline.Words);
    }

    [Fact]
    public void A_section_s_prompt_shows_all_chapters_and_the_sections_of_its_own()
    {
        var text = s_outline.With(2, "Paragraph 1 - Main Point: Gravel - Word Count: 400 words");

        Assert.Equal("Chapter 1 - Main Point: Mud - Word Count: 3000 words\nChapter 2 - Main Point: Stone - Word Count: 4500 words\n\nSections of chapter 2:\n\nParagraph 1 - Main Point: Gravel - Word Count: 400 words", text);
    }

    [Fact]
    public void A_digest_names_the_chapter_and_its_headings() =>
        Assert.Equal("Chapter 2: Gravel; Walls of stone.", ChapterDigest.Of(s_outline.Chapters[1], ["Gravel", "Walls of stone"]));
}
