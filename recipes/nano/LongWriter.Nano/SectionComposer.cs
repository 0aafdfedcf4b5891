using LongWriter.Text;

namespace LongWriter.Nano;

/// <summary>
/// Composes the sections of one document. A frame is used once in a document while its role has others left, so that the model
/// sees texts that do not repeat themselves.
/// </summary>
internal sealed class SectionComposer(Bank bank, string kind, Random random)
{
    private static readonly string[][] s_expository =
    [
        ["definition", "mechanism", "example", "consequence", "contrast"],
        ["origin", "cause", "scene", "figure", "consequence"],
        ["cause", "mechanism", "figure", "objection", "example"],
        ["scene", "dialogue", "mechanism", "contrast", "consequence"],
        ["mechanism", "practice", "example", "figure", "objection"],
        ["contrast", "objection", "example", "practice", "consequence"],
        ["example", "scene", "cause", "dialogue", "definition"],
        ["origin", "definition", "practice", "contrast", "figure"],
        ["practice", "scene", "consequence", "cause", "dialogue"],
        ["figure", "cause", "contrast", "mechanism", "example"],
    ];

    private static readonly string[][] s_letter =
    [
        ["memory", "scene", "dialogue", "practice", "origin"],
        ["practice", "advice", "contrast", "example", "memory"],
        ["contrast", "consequence", "memory", "advice", "cause"],
        ["scene", "example", "consequence", "mechanism", "advice"],
    ];

    private static readonly string[][] s_story =
    [
        ["arrival", "scene", "dialogue", "memory", "scene"],
        ["scene", "trouble", "dialogue", "turn", "consequence"],
        ["memory", "reflection", "scene", "trouble", "turn"],
        ["dialogue", "scene", "reflection", "consequence", "trouble"],
        ["trouble", "scene", "turn", "consequence", "reflection"],
        ["scene", "memory", "dialogue", "turn", "reflection"],
    ];

    private readonly HashSet<Frame> _used = [];
    private readonly bool _story = kind.StartsWith("story", StringComparison.Ordinal);
    private int _lastPattern = -1;
    private int _withoutSubject;

    /// <summary>A section: heading, blank line, paragraphs. Its words come within a few of the step's.</summary>
    /// <param name="first">Whether the document begins here.</param>
    /// <param name="last">Whether it ends here.</param>
    public string Compose(ComposedStep step, bool first, bool last)
    {
        var facts = new Queue<Frame>(Shuffled(step.Facet.Facts));
        var heading = Heading(step);
        var closing = last ? Sentences(step, ["closing", "closing"], facts) : [];
        var goal = step.Words - WordCount.Of(heading) - closing.Sum(sentence => WordCount.Of(sentence));
        var paragraphs = new List<List<string>>();
        var written = 0;
        while (written < goal - 6)
        {
            var paragraph = new List<string>();
            var length = 70 + random.Next(45);
            var words = 0;
            foreach (var role in Roles(paragraphs.Count == 0, first))
            {
                if (words >= length || written >= goal - 6)
                {
                    break;
                }

                var sentence = Sentence(step, role, facts, goal - written);
                var count = WordCount.Of(sentence);
                paragraph.Add(sentence);
                words += count;
                written += count;
            }

            paragraphs.Add(paragraph);
        }

        // A last paragraph of one sentence reads like a slip: it joins the one before.
        if (paragraphs.Count > 1 && paragraphs[^1].Count == 1)
        {
            paragraphs[^2].AddRange(paragraphs[^1]);
            paragraphs.RemoveAt(paragraphs.Count - 1);
        }

        if (closing.Count > 0)
        {
            (paragraphs.Count == 0 || paragraphs[^1].Count > 4 ? Begin(paragraphs) : paragraphs[^1]).AddRange(closing);
        }

        return heading + "\n\n" + string.Join("\n\n", paragraphs.Select(paragraph => string.Join(' ', paragraph)));
    }

    /// <summary>A heading alone.</summary>
    public string Heading(ComposedStep step)
    {
        var frame = Fresh(_story ? bank.StoryHeadings : bank.Headings);
        _used.Add(frame);
        return frame.Fill(slot => step.Slots[slot], random);
    }

    private static List<string> Begin(List<List<string>> paragraphs)
    {
        paragraphs.Add([]);
        return paragraphs[^1];
    }

    private IEnumerable<string> Roles(bool firstParagraph, bool firstSection)
    {
        if (firstParagraph && firstSection)
        {
            yield return "opening";
            yield return "opening";
        }
        else if (!firstParagraph && !_story && random.Next(2) == 0)
        {
            yield return "transition";
        }

        var patterns = _story ? s_story : kind == "letter" ? s_letter : s_expository;
        while (true)
        {
            int pattern;
            do
            {
                pattern = random.Next(patterns.Length);
            }
            while (pattern == _lastPattern);
            _lastPattern = pattern;
            foreach (var role in patterns[pattern])
            {
                yield return role;
            }
        }
    }

    private List<string> Sentences(ComposedStep step, string[] roles, Queue<Frame> facts) => [.. roles.Select(role => Sentence(step, role, facts, int.MaxValue))];

    /// <summary>One sentence; a fact of the subject now and then; a short one where little room is left.</summary>
    private string Sentence(ComposedStep step, string role, Queue<Frame> facts, int room)
    {
        if (facts.Count > 0 && role is not "opening" and not "closing" and not "transition" && random.Next(8) == 0)
        {
            return facts.Dequeue().Fill(slot => step.Slots[slot], random);
        }

        // The subject stands in every third sentence at least, in stories in every fourth: a text is about something, and a reader who
        // opens it anywhere can tell.
        var frames = bank.Role(role, [kind, .. Pools()]);
        var named = _withoutSubject < (_story ? 3 : 2) ? [] : Array.FindAll(frames, frame => frame.Has('S'));
        frames = named.Length == 0 ? frames : named;
        for (var attempt = 0; ; attempt++)
        {
            var frame = Fresh(frames);
            var sentence = frame.Fill(slot => Value(step, slot), random);
            if (WordCount.Of(sentence) <= room + 6 || attempt == 8)
            {
                _used.Add(frame);
                _withoutSubject = frame.Has('S') ? 0 : _withoutSubject + 1;
                return sentence;
            }
        }
    }

    private string[] Pools() => _story ? [] : ["common"];

    private Frame Fresh(Frame[] frames)
    {
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var frame = Frame.Pick(frames, random);
            if (!_used.Contains(frame))
            {
                return frame;
            }
        }

        return Frame.Pick(frames, random);
    }

    private string Value(ComposedStep step, string slot) => slot switch
    {
        "n" => Frame.Pick(s_small, random),
        "N" => Frame.Pick(s_large, random),
        "A" when !_story => Frame.Pick(bank.Names, random),
        _ => step.Slots[slot],
    };

    private Frame[] Shuffled(Frame[] frames)
    {
        var copy = (Frame[])frames.Clone();
        random.Shuffle(copy);
        return copy;
    }

    private static readonly string[] s_small = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    private static readonly string[] s_large = ["twenty", "thirty", "forty", "fifty", "sixty", "eighty", "a hundred", "two hundred", "three hundred", "five hundred"];
}
