using System.Globalization;
using LongWriter.Evaluation.Measures;

namespace LongWriter.Nano;

/// <summary>
/// How much the composed documents themselves repeat: a model that learnt the corpus perfectly would repeat as much, so what a kind
/// of document has to reach at a length can be told from the bank before anything is trained.
/// </summary>
internal static class RepetitionFloor
{
    private const int Documents = 8;
    private static readonly int[] s_lengths = [2000, 5000, 20_000];

    /// <summary>One line a kind: the mean share of repeated 4-grams in composed documents of several lengths.</summary>
    public static void Write(Bank bank, TextWriter output)
    {
        foreach (var kind in bank.Instructions.Keys.Order(StringComparer.Ordinal))
        {
            var shares = s_lengths.Select(words => string.Create(CultureInfo.InvariantCulture, $"{words} words {100 * Repeated(bank, kind, words):0.0}%"));
            output.WriteLine($"repeated 4-grams in composed documents, {kind}: {string.Join(", ", shares)}");
        }
    }

    private static double Repeated(Bank bank, string kind, int words) => Enumerable.Range(1, Documents).Average(seed =>
    {
        var random = new Random(seed);
        var subjects = new SubjectMaker(bank, random);
        var plan = new PlanComposer(bank, random).Compose(kind == "story-person" ? subjects.Person() : subjects.Thing(), kind, words);
        var sections = new SectionComposer(bank, kind, random);
        return Repetition.FourGrams(plan.Select((step, i) => sections.Compose(step, i == 0, i == plan.Count - 1).Split("\n\n", 2)[1]));
    });
}
