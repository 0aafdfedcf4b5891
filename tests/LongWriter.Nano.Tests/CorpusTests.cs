using System.Text.Json;
using LongWriter.Evaluation.Measures;
using LongWriter.Planning;
using LongWriter.Text;

namespace LongWriter.Nano.Tests;

public class CorpusTests
{
    private static readonly Bank s_bank = new(Repository.Bank);

    [Theory]
    [InlineData("vocabulary")]
    [InlineData("prose")]
    [InlineData("agentwrite")]
    [InlineData("long")]
    [InlineData("short-articles")]
    [InlineData("articles")]
    [InlineData("general")]
    public void The_same_seed_composes_the_same_rows_and_another_seed_others(string mixture)
    {
        Assert.Equal(Compose(mixture, 1, 20_000), Compose(mixture, 1, 20_000));
        Assert.NotEqual(Compose(mixture, 1, 20_000), Compose(mixture, 2, 20_000));
    }

    [Fact]
    public void No_composed_row_holds_an_evaluation_subject_or_an_unfilled_slot()
    {
        var text = Compose("agentwrite", 3, 150_000);

        Assert.False(HeldOut.Contains(text));
        Assert.DoesNotContain("{S}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{F}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Composed_plans_parse_and_come_near_the_length_asked_for()
    {
        var random = new Random(5);
        foreach (var words in (int[])[500, 1000, 5000, 20_000])
        {
            var steps = new PlanComposer(s_bank, random).Compose(new SubjectMaker(s_bank, random).Thing(), "article", words);
            var plan = PlanParser.Parse(string.Join('\n', steps.Select((step, i) => step.Line(i + 1))));

            Assert.Equal(steps.Count, plan.Steps.Count);
            Assert.Equal(steps.Count, plan.Steps.Select(step => step.MainPoint).Distinct(StringComparer.Ordinal).Count());
            Assert.InRange(plan.Words, words * 0.9, words * 1.1);
        }
    }

    [Theory]
    [InlineData("article", 60)]
    [InlineData("essay", 250)]
    [InlineData("letter", 400)]
    [InlineData("story", 700)]
    [InlineData("story-person", 1000)]
    public void Composed_sections_keep_their_step_s_length_and_words(string kind, int words)
    {
        var random = new Random(9);
        for (var i = 0; i < 30; i++)
        {
            var subjects = new SubjectMaker(s_bank, random);
            var subject = kind == "story-person" ? subjects.Person() : subjects.Thing();
            var step = new PlanComposer(s_bank, random).Compose(subject, kind, 3000)[1] with { Words = words };

            var section = new SectionComposer(s_bank, kind, random).Compose(step, first: i % 3 == 0, last: i % 3 == 1);

            Assert.InRange(WordCount.Of(section), words - 30, words + 45);
            Assert.Contains("\n\n", section, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_document_does_not_repeat_its_sentences()
    {
        var random = new Random(4);
        var subject = new SubjectMaker(s_bank, random).Thing();
        var plan = new PlanComposer(s_bank, random).Compose(subject, "article", 5000);
        var composer = new SectionComposer(s_bank, "article", random);

        var bodies = plan.Select((step, i) => composer.Compose(step, i == 0, i == plan.Count - 1)).ToList();

        Assert.Equal(1, Repetition.MostOfASentence(bodies));
        Assert.True(Repetition.FourGrams(bodies) < 0.12, $"{Repetition.FourGrams(bodies):P1}");
    }

    [Theory]
    [InlineData("article")]
    [InlineData("guide")]
    [InlineData("letter")]
    [InlineData("story")]
    [InlineData("story-person")]
    public void The_subject_stands_in_nearly_every_section(string kind)
    {
        var random = new Random(14);
        var (with, all) = (0, 0);
        for (var i = 0; i < 40; i++)
        {
            var subjects = new SubjectMaker(s_bank, random);
            var subject = kind == "story-person" ? subjects.Person() : subjects.Thing();
            var plan = new PlanComposer(s_bank, random).Compose(subject, kind, 1500);
            var composer = new SectionComposer(s_bank, kind, random);
            var sections = plan.Select((step, at) => composer.Compose(step, at == 0, at == plan.Count - 1)).ToList();
            (with, all) = (with + sections.Count(section => section.Contains(subject.Named, StringComparison.OrdinalIgnoreCase)), all + sections.Count);
        }

        Assert.True(with > 0.97 * all, $"{with} of {all}");
    }

    [Fact]
    public void Lengths_stay_within_their_bounds_and_some_are_no_round_numbers()
    {
        var composer = new InstructionComposer(s_bank, new Random(3));
        var lengths = Enumerable.Range(0, 500).Select(_ => composer.Words(300, 20_000)).ToList();

        Assert.All(lengths, length => Assert.InRange(length, 250, 20_000));
        Assert.InRange(lengths.Count(length => length % 10 != 0), 10, 100);
        Assert.InRange(lengths.Count(length => length == 10_000), 5, 80);
    }

    [Fact]
    public void Every_row_is_a_training_row()
    {
        foreach (var line in Compose("long", 6, 60_000).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            Assert.Equal("assistant", json.RootElement.GetProperty("messages")[1].GetProperty("role").GetString());
        }
    }

    [Fact]
    public void Articles_keep_to_the_lengths_of_their_mixture_and_general_answers_are_short()
    {
        var (shorter, longer) = (Texts("short-articles", 60_000), Texts("articles", 120_000));
        var answers = Rows("general", 10_000).Select(row => WordCount.Of(row.GetProperty("messages")[1].GetProperty("content").GetString()!)).ToList();

        Assert.All(shorter, words => Assert.InRange(words, 40, 560));
        Assert.All(longer, words => Assert.InRange(words, 70, 2950));
        Assert.Contains(longer, words => words > 2000);
        Assert.All(answers, words => Assert.InRange(words, 1, 150));
        Assert.True(answers.Count(words => words <= 100) > 0.6 * answers.Count);

        static List<int> Texts(string mixture, long words) => [.. Rows(mixture, words).Select(row => WordCount.Of(row.GetProperty("text").GetString()!))];
    }

    private static List<JsonElement> Rows(string mixture, long words) => [.. Compose(mixture, 7, words).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Compose(string mixture, int seed, long words)
    {
        var text = new StringWriter { NewLine = "\n" };
        new Corpus(s_bank, seed).Write(text, mixture, words);
        return text.ToString();
    }
}
