using System.Globalization;
using System.Text.Json;
using LongWriter.Planning;
using LongWriter.Prompts;
using LongWriter.Text;

namespace LongWriter.Nano;

/// <summary>
/// Writes training rows. Three mixtures make the curriculum: <c>prose</c> (short sections for a bare plan line, copying tasks, plain
/// texts), <c>agentwrite</c> (the two AgentWrite prompts with all that belongs to them, and direct answers) and <c>long</c> (plans
/// of every length, in one level and in two, sections of every size behind long histories, and the rest of sections). Three more are
/// of articles alone, for recipes/paper-small: <c>short-articles</c> and <c>articles</c> (plain texts), <c>general</c> (chats with short answers).
/// </summary>
internal sealed class Corpus(Bank bank, int seed)
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] s_questions = ["Say something about {0}.", "Write a short note on {0}.", "Introduce {0} in a few sentences.", "What should I know about {0}? Be brief."];
    private readonly Random _random = new(seed);
    private bool _counting;
    private string? _kind;

    /// <summary>Writes rows until the text holds about <paramref name="words"/> words.</summary>
    public void Write(TextWriter output, string mixture, long words)
    {
        _kind = mixture is "short-articles" or "articles" or "general" ? "article" : null;
        for (long written = 0; written < words;)
        {
            var row = Row(mixture, (double)written / words);
            if (!HeldOut.Contains(row))
            {
                output.WriteLine(row);
                written += WordCount.Of(row);
            }
        }
    }

    private string Row(string mixture, double progress) => mixture switch
    {
        "vocabulary" => Vocabulary(),
        "prose" => _random.NextDouble() switch
        {
            < 0.22 => Copying(),
            < 0.30 => Prose(progress),
            < 0.42 => Planning(300, 6000),
            _ => Bare(progress),
        },
        "agentwrite" => _random.NextDouble() switch
        {
            < 0.66 => Writing(300, 8000, 900, grain: 2),
            < 0.90 => Planning(300, 30_000),
            < 0.96 => Direct(60, 900),
            _ => Bare(1),
        },
        "long" => _random.NextDouble() switch
        {
            < 0.49 => Writing(300, 30_000, 3000, grain: 3.3),
            < 0.55 => InChapter(2000),
            < 0.87 => Planning(300, 30_000),
            < 0.91 => Chapters(),
            < 0.94 => ChapterPlan(),
            < 0.97 => Copying(),
            _ => Direct(60, 900),
        },
        "short-articles" => Text(60, 500),
        "articles" => Text(100, 2800),
        "general" => _random.Next(3) switch
        {
            0 => Copying(),
            1 => Note(),
            _ => Direct(60, 100),
        },
        _ => throw new ArgumentException($"there is no mixture '{mixture}'; there are vocabulary, prose, agentwrite, long, short-articles, articles and general", nameof(mixture)),
    };

    /// <summary>Everything that an answer may hold without its prompt: what should be whole words. Subjects are copied, so invented ones stand in.</summary>
    private string Vocabulary()
    {
        _counting = true;
        return _random.Next(4) == 0 ? Planning(300, 20_000) : Writing(300, 5000, 600, grain: 2);
    }

    /// <summary>Say the subject again, in a sentence or two: the first thing to learn.</summary>
    private string Copying()
    {
        var (kind, subject) = Choose();
        var facet = Frame.Pick(kind.StartsWith("story", StringComparison.Ordinal) ? bank.Scenes : bank.Facets, _random);
        var slots = new PlanComposer(bank, _random).Slots(subject, facet, Frame.Pick(bank.Names, _random));
        var headings = Shuffled(kind.StartsWith("story", StringComparison.Ordinal) ? bank.StoryHeadings : bank.Headings).Where(frame => frame.Has('S')).Take(1 + _random.Next(3));
        return Chat($"Give headings for a text on {subject.Asked}: {slots["F"]}, {slots["P"]}, {slots["T"]}, {slots["X"]}, {slots["A"]}.", string.Join('\n', headings.Select(frame => frame.Fill(slot => slots[slot], _random))));
    }

    private string Prose(double progress)
    {
        var (kind, subject) = Choose();
        var (_, sections) = Document(kind, subject, 200 + (int)(progress * 600));
        return JsonSerializer.Serialize(new { text = string.Join("\n\n", sections) }, s_json);
    }

    /// <summary>A text that nobody asked for, of a length between the bounds, shorter ones more often.</summary>
    private string Text(int least, int most)
    {
        var (kind, subject) = Choose();
        var (_, sections) = Document(kind, subject, (int)new InstructionComposer(bank, _random).Between(least, most));
        return JsonSerializer.Serialize(new { text = string.Join("\n\n", sections) }, s_json);
    }

    /// <summary>A few sentences for a question that states no length.</summary>
    private string Note()
    {
        var (kind, subject) = Choose();
        var step = new PlanComposer(bank, _random).Compose(subject, kind, 2000)[0] with { Words = 30 + _random.Next(50) };
        return Chat(string.Format(CultureInfo.InvariantCulture, Frame.Pick(s_questions, _random), subject.Asked), new SectionComposer(bank, kind, _random).Compose(step, first: true, last: false));
    }

    /// <summary>A section for a plan line alone; lengths grow as the file goes on.</summary>
    private string Bare(double progress)
    {
        var (kind, subject) = Choose();
        var step = new PlanComposer(bank, _random).Compose(subject, kind, 2000)[0];
        var words = (3 + _random.Next(progress < 0.3 ? 8 : progress < 0.6 ? 20 : 45)) * 10;
        step = step with { Words = words };
        var section = new SectionComposer(bank, kind, _random).Compose(step, first: false, last: false);
        return Chat(step.Line(1 + _random.Next(20)), section);
    }

    private string Planning(int least, int most)
    {
        var (kind, subject) = Choose();
        var composer = new InstructionComposer(bank, _random);
        var words = composer.Words(least, most);
        var plan = new PlanComposer(bank, _random).Compose(subject, kind, words);
        return Chat(Template().Plan(composer.Compose(kind, subject, words)), Lines(plan));
    }

    /// <summary>One section in its place: instruction, whole plan, what stands so far (its oldest part dropped where it is long), step.</summary>
    /// <param name="grain">Sections are up to that many times the usual size, and down to half of it.</param>
    private string Writing(int least, int most, int historyWords, double grain)
    {
        var (kind, subject) = Choose();
        var composer = new InstructionComposer(bank, _random);
        var words = composer.Words(least, most);
        var instruction = composer.Compose(kind, subject, words);

        // Plans of other grains than the model's own come from people, from repair and from longer documents.
        var plan = new PlanComposer(bank, _random).Compose(subject, kind, words, grain: 0.5 * Math.Pow(2 * grain, _random.NextDouble()));
        var at = _random.Next(4) == 0 ? (_random.Next(2) == 0 ? 0 : plan.Count - 1) : _random.Next(plan.Count);

        // Only the sections that the history shows are composed; frames are fresh within them.
        var budget = _random.Next(historyWords + 1);
        var from = at;
        for (var used = 0; from > 0 && used + plan[from - 1].Words <= budget; from--)
        {
            used += plan[from - 1].Words;
        }

        var sections = new SectionComposer(bank, kind, _random);
        var written = Enumerable.Range(from, at - from + 1).Select(i => sections.Compose(plan[i], i == 0, i == plan.Count - 1)).ToList();
        if (_random.Next(10) == 0 && written[^1].Split("\n\n") is { Length: > 3 } paragraphs)
        {
            // The section in hand stopped short: the rest of it is asked for.
            var stop = 2 + _random.Next(paragraphs.Length - 2);
            written[^1] = string.Join("\n\n", paragraphs[..stop]);
            var rest = string.Join("\n\n", paragraphs[stop..]);
            return Chat(Template().Continue(instruction, Lines(plan), string.Join("\n\n", written), (plan[at] with { Words = Math.Max(10, (WordCount.Of(rest) + 5) / 10 * 10) }).Line(at + 1)), rest);
        }

        return Chat(Template().Write(instruction, Lines(plan), string.Join("\n\n", written[..^1]), plan[at].Line(at + 1)), written[^1]);
    }

    private string Chapters()
    {
        var text = Chaptered();
        return Chat(PromptTemplate.Chapters(text.Instruction), text.Outline.ToString());
    }

    private string ChapterPlan()
    {
        var text = Chaptered();
        var at = _random.Next(text.Chapters.Count);
        var finished = string.Join("\n\n", Enumerable.Range(0, at).TakeLast(4).Select(i => Finished(text, i)));
        return Chat(PromptTemplate.Chapter(text.Instruction, text.Outline.ToString(), finished, text.Outline.Chapters[at].ToString()), Lines(Sections(text, at)));
    }

    /// <summary>One section within a chapter: what came before stands as its headings, the chapter itself in full.</summary>
    private string InChapter(int historyWords)
    {
        var text = Chaptered();
        var chapter = _random.Next(text.Chapters.Count);
        var plan = Sections(text, chapter);
        var at = _random.Next(plan.Count);
        var from = at;
        for (var (used, budget) = (0, _random.Next(historyWords + 1)); from > 0 && used + plan[from - 1].Words <= budget; from--)
        {
            used += plan[from - 1].Words;
        }

        var sections = new SectionComposer(bank, text.Kind, _random);
        var written = Enumerable.Range(from, at - from + 1).Select(i => sections.Compose(plan[i], i == 0 && chapter == 0, i == plan.Count - 1 && chapter == text.Chapters.Count - 1)).ToList();
        var finished = Enumerable.Range(0, chapter).TakeLast(_random.Next(4)).Select(i => Finished(text, i));
        var history = string.Join("\n\n", finished.Concat(written[..^1]));
        return Chat(Template().Write(text.Instruction, text.Outline.With(chapter + 1, Lines(plan)), history, plan[at].Line(at + 1)), written[^1]);
    }

    private List<ComposedStep> Sections(ChapteredText text, int chapter) => new PlanComposer(bank, _random).Sections(text.Subject, text.Kind, text.Chapters[chapter]);

    /// <summary>What a finished chapter says, by its headings.</summary>
    private string Finished(ChapteredText text, int chapter)
    {
        var headings = new SectionComposer(bank, text.Kind, _random);
        return ChapterDigest.Of(text.Outline.Chapters[chapter], [.. Sections(text, chapter).Select(headings.Heading)]);
    }

    private ChapteredText Chaptered()
    {
        var (kind, subject) = Choose();
        var composer = new InstructionComposer(bank, _random);
        var words = composer.Words(8000, 150_000);
        var chapters = new PlanComposer(bank, _random).Chapters(subject, kind, words);
        return new ChapteredText(kind, subject, composer.Compose(kind, subject, words), chapters, new Outline([.. chapters.Select((chapter, i) => new Chapter(i + 1, chapter.Point, chapter.Words))]));
    }

    private sealed record ChapteredText(string Kind, Subject Subject, string Instruction, List<ComposedStep> Chapters, Outline Outline);

    private string Direct(int least, int most)
    {
        var (kind, subject) = Choose();
        var composer = new InstructionComposer(bank, _random);
        var words = composer.Words(least, most);
        var (_, sections) = Document(kind, subject, words);
        return Chat(composer.Compose(kind, subject, words), string.Join("\n\n", sections));
    }

    private (List<ComposedStep> Plan, List<string> Sections) Document(string kind, Subject subject, int words)
    {
        var plan = new PlanComposer(bank, _random).Compose(subject, kind, words);
        var sections = new SectionComposer(bank, kind, _random);
        return (plan, [.. plan.Select((step, i) => sections.Compose(step, i == 0, i == plan.Count - 1))]);
    }

    private (string Kind, Subject Subject) Choose()
    {
        var kind = _kind ?? new InstructionComposer(bank, _random).Kind();
        var subjects = new SubjectMaker(bank, _random);
        if (_counting)
        {
            return (kind, _random.Next(4) == 0 ? subjects.Known() : subjects.Invented());
        }

        return (kind, kind == "story-person" ? subjects.Person() : subjects.Thing());
    }

    private PromptTemplate Template() => _random.Next(4) == 0 ? PromptTemplate.Paper : PromptTemplate.LongWriter;

    private static string Lines(List<ComposedStep> plan) => string.Join('\n', plan.Select((step, i) => step.Line(i + 1)));

    private static string Chat(string prompt, string answer) => JsonSerializer.Serialize(
        new { messages = new[] { new { role = "user", content = prompt }, new { role = "assistant", content = answer } } }, s_json);

    private T[] Shuffled<T>(T[] values)
    {
        var copy = (T[])values.Clone();
        _random.Shuffle(copy);
        return copy;
    }
}
