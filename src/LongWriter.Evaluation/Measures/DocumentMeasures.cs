using LongWriter.Evaluation.Running;

namespace LongWriter.Evaluation.Measures;

/// <summary>What can be said of a document's quality without a judge. All shares are 0 to 1, null where the document is too short or has no sections or plan.</summary>
/// <param name="RepeatedFourGrams">Share of 4-grams that stood before in the text.</param>
/// <param name="Distinct1">Different words over all words. It falls with length by itself: compare documents of a length.</param>
/// <param name="Distinct2">The same of pairs of words.</param>
/// <param name="Distinct3">The same of three words in a row.</param>
/// <param name="MostRepeatedSentence">The most often a sentence of eight words or more stands in the text.</param>
/// <param name="SectionOverlap">Mean over the sections from the second on: the share of a section's different 4-grams that an earlier section holds.</param>
/// <param name="HeadingsOnPlan">Share of steps whose section's heading is nearest to that step of all steps (TF-IDF cosine); steps without a section count against.</param>
/// <param name="TextOnPlan">The same of the section's whole text.</param>
/// <param name="SubjectCarried">Share of the text's parts that hold a word of the prompt's subject: tenths, or of 100 words where it has fewer than 1,000.</param>
public sealed record DocumentMeasures(
    double RepeatedFourGrams, double Distinct1, double Distinct2, double Distinct3, int MostRepeatedSentence,
    double? SectionOverlap, double? HeadingsOnPlan, double? TextOnPlan, double? SubjectCarried)
{
    /// <summary>Parts of equal length that quality by position is told for.</summary>
    public const int Parts = 10;

    /// <summary>Shorter texts have no positions worth telling apart, in words.</summary>
    public const int LeastWordsByPosition = 200;

    /// <summary>Distinct-2 within each tenth of the text, first to last; null below 200 words. Tenths are equally long, so a fall is the text's own.</summary>
    public IReadOnlyList<double>? DistinctByPosition { get; init; }

    /// <summary>Share of each tenth's 4-grams that stood before anywhere in the text; null below 200 words.</summary>
    public IReadOnlyList<double>? RepeatedByPosition { get; init; }

    public static DocumentMeasures Of(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        var sections = SectionTexts.Of(prediction);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var words = WordNumbers.Of(prediction.Response, numbers);
        var again = Again(words);
        var byPosition = words.Length >= LeastWordsByPosition;
        var (headings, texts) = OnPlan(prediction.Plan, sections);
        return new DocumentMeasures(
            again.Length == 0 ? 0 : (double)again.Count(stood => stood) / again.Length,
            Repetition.Distinct(words, 1),
            Repetition.Distinct(words, 2),
            Repetition.Distinct(words, 3),
            Repetition.MostOfASentence([prediction.Response]),
            Overlap(sections, numbers),
            headings,
            texts,
            Carried(prediction.Prompt, words, numbers))
        {
            DistinctByPosition = byPosition ? [.. Tenths(words.Length).Select(part => Repetition.Distinct(words.AsSpan(part), 2))] : null,
            RepeatedByPosition = byPosition ? [.. Tenths(again.Length).Select(part => again[part].Average(stood => stood ? 1.0 : 0))] : null,
        };
    }

    /// <summary>For each 4-gram whether it stood before.</summary>
    private static bool[] Again(int[] words)
    {
        var again = new bool[Math.Max(0, words.Length - 3)];
        var seen = new HashSet<Gram>(again.Length);
        for (var i = 0; i < again.Length; i++)
        {
            again[i] = !seen.Add(Gram.At(words, i, 4));
        }

        return again;
    }

    private static IEnumerable<Range> Tenths(int length) => Enumerable.Range(0, Parts).Select(i => (length * i / Parts)..(length * (i + 1) / Parts));

    private static double? Overlap(IReadOnlyList<string> sections, Dictionary<string, int> numbers)
    {
        var before = new HashSet<Gram>();
        var shares = new List<double>();
        foreach (var section in sections)
        {
            var words = WordNumbers.Of(section, numbers);
            var here = new HashSet<Gram>();
            for (var i = 0; i + 4 <= words.Length; i++)
            {
                here.Add(Gram.At(words, i, 4));
            }

            if (before.Count > 0 && here.Count > 0)
            {
                shares.Add((double)here.Count(before.Contains) / here.Count);
            }

            before.UnionWith(here);
        }

        return shares.Count == 0 ? null : shares.Average();
    }

    private static (double? Headings, double? Texts) OnPlan(IReadOnlyList<string>? plan, IReadOnlyList<string> sections)
    {
        if (plan is not { Count: > 1 } || sections.Count == 0)
        {
            return (null, null);
        }

        double Share(IEnumerable<string> texts) => (double)Nearness.Nearest([.. texts], plan).Where((step, i) => step == i).Count() / Math.Max(plan.Count, sections.Count);
        return (Share(sections.Select(SectionTexts.Heading)), Share(sections));
    }

    private static double? Carried(string prompt, int[] words, Dictionary<string, int> numbers)
    {
        var subject = new Subject(prompt);
        if (subject.IsUnknown || words.Length == 0)
        {
            return null;
        }

        var names = new string[numbers.Count];
        foreach (var (word, number) in numbers)
        {
            names[number] = word;
        }

        var text = Array.ConvertAll(words, number => names[number]);
        var parts = Math.Clamp(text.Length / 100, 1, Parts);
        return Enumerable.Range(0, parts).Count(i => subject.IsIn(text.AsSpan((text.Length * i / parts)..(text.Length * (i + 1) / parts)))) / (double)parts;
    }
}
