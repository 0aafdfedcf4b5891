using LongWriter.Datasets.Authoring;
using LongWriter.Datasets.Rows;
using LongWriter.Fakes;

namespace LongWriter.Datasets.Building;

public class FiltersTests
{
    private const string Asks = "Write 300 words on bridges";

    [Fact]
    public void A_good_text_is_kept_with_its_figures()
    {
        var (row, verdict) = Judge(Recipe.Strict, Asks, 290, Sample.Text("Bridges", 290));

        Assert.Equal(new Verdict(5, "id", Reason.Kept) { Length = 300, Words = 290, LengthScore = 98.28 }, verdict);
        Assert.Equal(("id", 300, 290, Asks), (row!.Id, row.Length, row.Words, row.Instruction));
    }

    [Fact]
    public void A_text_far_below_what_was_asked_is_too_short() => Drops(Recipe.SixThousand, Asks, Reason.TooShort, "149 words of 300", Sample.Text("Bridges", 149));

    [Fact]
    public void A_text_far_below_its_plan_is_too_short_where_no_length_was_asked() => Drops(Recipe.SixThousand, "Write on bridges", Reason.TooShort, "149 words of 300", Sample.Text("Bridges", 149));

    [Fact]
    public void An_empty_text_is_too_short() => Drops(Recipe.SixThousand, "Write on bridges", Reason.TooShort, "0 words of 300", "Paragraph 1");

    [Fact]
    public void A_refusal_of_one_section_drops_the_text() => Drops(Recipe.SixThousand, Asks, Reason.Refused, "", Sample.Text("Bridges", 280), "I'm sorry, but I can't help with this request.");

    [Fact]
    public void A_section_that_ends_in_a_cycle_is_looping() => Drops(Recipe.SixThousand, Asks, Reason.Looping, "a section ends in a cycle", Sample.Text("Bridges", 200) + string.Concat(Enumerable.Repeat(" and so on and on", 40)));

    [Fact]
    public void A_text_that_says_its_sentences_again_is_looping()
    {
        var said = string.Concat(Enumerable.Range(0, 10).Select(i => string.Join(' ', Enumerable.Range(i * 12, 12).Select(Sample.Word)) + ". "));

        Drops(Recipe.SixThousand, Asks, Reason.Looping, "50% of its sentences stood before", said, said);
    }

    [Fact]
    public void The_strict_recipe_drops_what_misses_its_length_and_the_other_keeps_it()
    {
        var text = Sample.Text("Bridges", 520);

        Drops(Recipe.Strict, Asks, Reason.OffLength, "520 words of 300, S_l 75.6", text);
        Assert.Equal(Reason.Kept, Judge(Recipe.SixThousand, Asks, 300, text).Verdict.Reason);
    }

    [Theory]
    [InlineData("Write on bridges")]
    [InlineData("Write 300 words on bridges and 500 words on roads")]
    public void The_strict_recipe_needs_exactly_one_length(string instruction)
    {
        Drops(Recipe.Strict, instruction, Reason.NoLength, "", Sample.Text("Bridges", 300));
        Assert.Equal(Reason.NoLength, new Filters(Recipe.Strict, Variant.Plain).Early(5, new InstructionRow(instruction))!.Reason);
        Assert.Null(new Filters(Recipe.SixThousand, Variant.Plain).Early(5, new InstructionRow(instruction)));
        Assert.Null(new Filters(Recipe.Strict, Variant.Backtranslate).Early(5, new InstructionRow(instruction)));
    }

    [Fact]
    public void What_kept_a_model_from_a_text_is_the_reason()
    {
        var failed = new Composition(Asks, []) { Problem = Reason.FailedPlan, Detail = "no usable plan in 5 attempts" };

        var (row, verdict) = new Filters(Recipe.SixThousand, Variant.Plain).Judge(5, new InstructionRow(Asks), failed);

        Assert.Null(row);
        Assert.Equal(new Verdict(5, "", Reason.FailedPlan, "no usable plan in 5 attempts") { Length = 300 }, verdict);
    }

    [Fact]
    public void Labels_are_off_before_words_are_counted_and_the_verdict_says_so()
    {
        var (row, verdict) = Judge(Recipe.Strict, Asks, 300, "Paragraph 1: " + Sample.Text("Bridges", 150), "Paragraph 2\n\n" + Sample.Text("Roads", 150));

        Assert.Equal((300, "2 labels taken off"), (row!.Words, verdict.Detail));
        Assert.DoesNotContain("Paragraph", row.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_variant_the_answer_opens_with_its_plan_which_is_not_counted()
    {
        var composed = new Composition(Asks, [Sample.Text("Bridges", 300)]) { Aimed = 300, Plan = Sample.Plan(300).ToString() };

        var (row, _) = new Filters(Recipe.Strict, Variant.Plan).Judge(5, new InstructionRow(Asks), composed);

        Assert.Equal($"{Sample.Plan(300)}\n\n{Sample.Text("Bridges", 300)}", row!.Answer);
        Assert.Equal(300, row.Words);
    }

    private static void Drops(Recipe recipe, string instruction, Reason reason, string detail, params string[] sections)
    {
        var (row, verdict) = Judge(recipe, instruction, 300, sections);
        Assert.Null(row);
        Assert.Equal((reason, detail), (verdict.Reason, verdict.Detail));
    }

    private static (ChatRow? Row, Verdict Verdict) Judge(Recipe recipe, string instruction, int aimed, params string[] sections) =>
        new Filters(recipe, Variant.Plain).Judge(5, new InstructionRow(instruction) { Id = "id" }, new Composition(instruction, sections) { Aimed = aimed });
}
