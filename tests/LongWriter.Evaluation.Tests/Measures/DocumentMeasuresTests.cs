using LongWriter.Evaluation.Measures;
using LongWriter.Evaluation.Running;

namespace LongWriter.Evaluation.Tests.Measures;

public class DocumentMeasuresTests
{
    private static Prediction Wrote(string response, string prompt = "Write about old bridges") => new(prompt, "Popular Science", 100, response, 0);

    /// <summary>Words that differ from all others.</summary>
    private static string Fresh(int words, string stem) => string.Join(' ', Enumerable.Range(0, words).Select(i => $"{stem}{i}"));

    [Fact]
    public void Overlap_of_sections_is_the_share_of_four_grams_that_stood_in_an_earlier_one()
    {
        var first = Fresh(13, "a") + "\n"; // ten 4-grams
        var second = Fresh(8, "a") + " " + Fresh(5, "b") + "\n"; // ten, of which five are the first's
        var third = Fresh(13, "c");
        var measures = DocumentMeasures.Of(Wrote(first + second + third) with { Sections = [0, first.Length, first.Length + second.Length] });

        Assert.Equal((0.5 + 0) / 2, measures.SectionOverlap!.Value, 9);
        Assert.Null(DocumentMeasures.Of(Wrote(first + second)).SectionOverlap);
    }

    [Fact]
    public void Sections_are_read_from_headings_where_the_writer_tells_none()
    {
        var measures = DocumentMeasures.Of(Wrote($"# One\n{Fresh(9, "a")}\n# Two\n{Fresh(9, "a")}\n#hashtag"));

        // "two a0 a1 a2" and the three of the end are new, a0…a8 has six.
        Assert.Equal(6 / 8.0, measures.SectionOverlap!.Value, 9);
    }

    [Fact]
    public void Headings_and_texts_are_held_against_the_plan_and_missing_sections_count_against()
    {
        string[] plan = ["the trade of merchants", "the repair of hinges", "the storage of barrels", "the end of winter"];
        string[] sections = ["## Merchants\ntrade everywhere\n", "## Barrels\nrepair of hinges\n", "## Barrels\nstorage\n"];
        var measures = DocumentMeasures.Of(Wrote(string.Concat(sections)) with { Plan = plan, Sections = [0, sections[0].Length, sections[0].Length + sections[1].Length] });

        Assert.Equal(0.5, measures.HeadingsOnPlan);
        Assert.Equal(0.75, measures.TextOnPlan);
        Assert.Null(DocumentMeasures.Of(Wrote("text")).HeadingsOnPlan);
    }

    [Fact]
    public void The_subject_is_carried_by_the_parts_that_name_it()
    {
        var carried = Fresh(99, "a") + " bridge ";
        var lost = Fresh(100, "b") + " ";

        Assert.Equal(0.5, DocumentMeasures.Of(Wrote(carried + lost)).SubjectCarried);
        Assert.Equal(1, DocumentMeasures.Of(Wrote("Of Bridges.")).SubjectCarried);
        Assert.Equal(0, DocumentMeasures.Of(Wrote("Of dogs.")).SubjectCarried);
        Assert.Equal(1, DocumentMeasures.Of(Wrote("这座石桥很旧", "写一篇关于石桥的文章")).SubjectCarried);
        Assert.Equal(0, DocumentMeasures.Of(Wrote("石头与桥", "写一篇关于石桥的文章")).SubjectCarried);
        Assert.Null(DocumentMeasures.Of(Wrote("text", "Write about it")).SubjectCarried);
        Assert.Null(DocumentMeasures.Of(Wrote("")).SubjectCarried);
    }

    [Fact]
    public void A_text_that_ends_in_a_loop_shows_it_by_position()
    {
        var measures = DocumentMeasures.Of(Wrote(Fresh(500, "a") + " " + string.Join(' ', Enumerable.Repeat("over and over again", 125))));

        Assert.Equal(DocumentMeasures.Parts, measures.DistinctByPosition!.Count);
        Assert.Equal(1, measures.DistinctByPosition[0]);
        Assert.Equal(4 / 99.0, measures.DistinctByPosition[9], 9);
        Assert.Equal(0, measures.RepeatedByPosition![0]);
        Assert.Equal(1, measures.RepeatedByPosition[9]);
        Assert.Null(DocumentMeasures.Of(Wrote(Fresh(DocumentMeasures.LeastWordsByPosition - 1, "a"))).DistinctByPosition);
    }

    [Fact]
    public void Nothing_written_is_measured_without_a_number_that_it_has_not()
    {
        var measures = DocumentMeasures.Of(Wrote(""));

        Assert.Equal(0, measures.RepeatedFourGrams);
        Assert.Equal(0, measures.MostRepeatedSentence);
        Assert.Null(measures.SectionOverlap);
        Assert.Null(measures.DistinctByPosition);
    }
}
