using LongWriter.Planning;
using LongWriter.Writing;

namespace LongWriter.Fakes;

/// <summary>Plans and texts for tests.</summary>
internal static class Sample
{
    /// <summary>A plan with these budgets and a point of its own for every step.</summary>
    public static Plan Plan(params int[] words) => new([.. words.Select((count, i) => new PlanStep(i + 1, $"Point {Letter(i)} of the matter", count))]);

    /// <summary>Exactly this many words: a heading line of one word, then a sentence that begins with it.</summary>
    public static string Text(string heading, int words) => words == 1 ? heading : heading + "\n\n" + string.Join(' ', Enumerable.Repeat("word", words - 2).Prepend(heading));

    public static Section Section(int number, string heading, int words) => new(number, Text(heading, words), words);

    private static string Letter(int i) => ((char)('A' + i)).ToString();
}
