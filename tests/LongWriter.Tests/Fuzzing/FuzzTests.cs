using System.Text;
using System.Text.Json;
using LongWriter.Planning;
using LongWriter.Runs;
using LongWriter.Strategies;
using LongWriter.Text;
using LongWriter.Writing;
using LongWriter.Writing.Guards;

namespace LongWriter.Fuzzing;

/// <summary>Every reader of text from outside takes it or refuses it as documented, whatever the text: a million texts each in --long.</summary>
public class FuzzTests
{
    [Fact]
    public void A_plan() => Fuzz.Run(Corpus.Plans, text =>
    {
        try
        {
            var plan = PlanParser.Parse(text, out var incomplete);
            Assert.InRange(plan.Words, 1, TargetLength.Most);
            Assert.DoesNotContain(null, incomplete);
            for (var i = 0; i < plan.Steps.Count; i++)
            {
                Assert.True(plan.Steps[i] is { Words: > 0, MainPoint.Length: > 0 } step && step.Number == i + 1 && !step.MainPoint.Contains('\n', StringComparison.Ordinal));
            }

            return true;
        }
        catch (PlanException)
        {
            return false;
        }
    });

    [Fact]
    public void The_word_count_of_a_step() => Fuzz.Run(Corpus.Plans, text =>
    {
        var line = text.Split('\n')[0];
        var found = WordBudget.Find(line, 0);
        Assert.True(found is null or { Start: >= 0, Words: >= 0 and <= TargetLength.Most } && (found is null || found.Value.Start < line.Length));
        Assert.True(WordBudget.Read(line) is null or (>= 1 and <= TargetLength.Most));
        return found is not null;
    });

    [Fact]
    public void A_length_and_a_title() => Fuzz.Run(Corpus.Instructions, text =>
    {
        Assert.NotEqual("", DocumentTitle.From(text));
        var words = TargetLength.Read(text);
        Assert.True(words is null or (>= 1 and <= TargetLength.Most));
        return words is not null;
    });

    [Fact]
    public void An_event() => Fuzz.Run(Corpus.EventLines, text =>
    {
        try
        {
            return JsonSerializer.Deserialize<WritingEvent>(Encoding.UTF8.GetBytes(text), EventJson.Options) is not null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return false;
        }
    });

    [Fact]
    public void A_line_of_a_journal() => Fuzz.Run(Corpus.EventLines, text =>
    {
        try
        {
            // What is read once is written and read again the same.
            var events = Read(text.ReplaceLineEndings(" "));
            var line = string.Join('\n', events.Select(happened => JsonSerializer.Serialize(happened, EventJson.Options)));
            Assert.Equal(line, string.Join('\n', Read(line).Select(happened => JsonSerializer.Serialize(happened, EventJson.Options))));
            return events.Count > 0;
        }
        catch (JournalException)
        {
            return false;
        }

        static IReadOnlyList<WritingEvent> Read(string line) => JournalContent.Parse("a journal", Encoding.UTF8.GetBytes(Corpus.Journals[1].Split('\n')[0] + "\n" + line + "\n")).Events;
    });

    [Fact]
    public void A_journal() => Fuzz.Run(Corpus.Journals, text =>
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            var content = JournalContent.Parse("a journal", bytes);
            Assert.True(content.Length <= bytes.Length && bytes[content.Length - 1] == '\n');
            Assert.Equal(content.Events.Count, JournalContent.Parse("a journal", bytes.AsSpan(0, (int)content.Length)).Events.Count);

            // What was read can be gone on with.
            var request = content.Header.ToRequest(content.Events);
            var past = new Past(request.Past);
            Assert.True(past.Words >= 0 && past.Outline?.Outline.Words is null or > 0 && request.Plan?.Words is null or > 0);
            Assert.All(request.Past.OfType<PlanReady>(), plan => Assert.InRange(plan.Plan.Words, 1, TargetLength.Most));
            return true;
        }
        catch (JournalException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            return false;
        }
    });

    [Fact]
    public void An_answer_that_is_cleaned() => Fuzz.Run(Corpus.Answers, text =>
    {
        var cleaned = Cleaning.Clean(text);
        Assert.Contains(cleaned, text, StringComparison.Ordinal);
        Assert.Contains(Cleaning.CleanRest(text, "Mud and clay"), cleaned, StringComparison.Ordinal);
        return cleaned.Length < text.Trim().Length;
    });

    [Fact]
    public void An_answer_that_is_judged() => Fuzz.Run(Corpus.Answers, text =>
    {
        var repetition = new Repetition();
        var section = new Section(1, text, 0);
        repetition.Find(section);
        repetition.Add(section);
        repetition.Find(section);
        return Unusable.Find(text) is null;
    });

    [Fact]
    public void A_text_that_is_cut() => Fuzz.Run(Corpus.Answers, text =>
    {
        var cut = Cut.At(text, 20);
        Assert.True(cut is null || (cut > 0 && cut < text.Length));
        Assert.InRange(Sentences.Whole(text), 0, text.Length);
        return cut is not null;
    });

    [Fact]
    public void A_text_that_goes_round_in_circles() => Fuzz.Run(Corpus.Answers, text =>
    {
        var begin = LoopDetector.Find(text);
        Assert.True(begin is null || text.Length - begin is >= LoopDetector.LeastLength and <= LoopDetector.Window);
        return begin is not null;
    });

    [Fact]
    public void A_text_whose_words_are_counted() => Fuzz.Run([.. Corpus.Answers, "", "\u200D"], text =>
    {
        // A space ends every word: the count of two texts is the sum of theirs.
        var middle = text.Length / 2;
        var (left, right) = (text[..middle], text[middle..]);
        Assert.Equal(WordCount.Of(left) + WordCount.Of(right), WordCount.Of($"{left} {right}"));
        return WordCount.Of(text) > 0;
    });
}
