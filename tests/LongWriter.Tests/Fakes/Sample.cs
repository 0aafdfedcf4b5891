using LongWriter.Planning;
using LongWriter.Writing;

namespace LongWriter.Fakes;

/// <summary>Plans and texts for tests.</summary>
internal static class Sample
{
    /// <summary>A plan with these budgets and a point of its own for every step.</summary>
    public static Plan Plan(params int[] words) => new([.. words.Select((count, i) => new PlanStep(i + 1, $"Point {Letter(i)} of the matter", count))]);

    /// <summary>Exactly this many words: a heading line of one word, then a sentence that begins with it and never repeats itself.</summary>
    public static string Text(string heading, int words) => words == 1 ? heading : heading + "\n\n" + string.Join(' ', Enumerable.Range(0, words - 2).Select(Word).Prepend(heading));

    /// <summary>The n-th of an endless row of words.</summary>
    public static string Word(int n) => n < 100 ? Syllable(n) : Word(n / 100) + Syllable(n % 100);

    public static Section Section(int number, string heading, int words) => new(number, Text(heading, words), words);

    private static string Syllable(int n) => $"{"bdfgklmnprstvzhjwcxq"[n / 5]}{"aeiou"[n % 5]}";

    private static string Letter(int i) => ((char)('A' + i)).ToString();
}
