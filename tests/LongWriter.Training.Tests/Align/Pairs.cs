using System.Text.Json;
using LongWriter.Training.Align;
using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Tests.Align;

/// <summary>Preference pairs of a few dozen tokens.</summary>
internal static class Pairs
{
    public static List<PreferencePair> Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(line =>
    {
        int[] prompt = [.. Ids(random, 2 + random.Next(3))];
        return new PreferencePair(line, Sample(random, prompt), Sample(random, prompt));
    })];

    /// <summary>Every pair's scores under a model, each pair computed alone.</summary>
    public static Dictionary<int, PairScore> Score(LlamaModel model, IEnumerable<PreferencePair> pairs, int prefixes) =>
        pairs.ToDictionary(pair => pair.Line, pair => PairScoring.Score(model, PairPack.Of([pair]), prefixes)[0]);

    /// <summary>Rows whose chosen answers are of words with one consonant and whose rejected ones are of others: something to learn.</summary>
    public static string File(TestFolder folder, string name, int rows, int seed = 23)
    {
        var random = new Random(seed);
        return folder.Lines(name, Enumerable.Range(0, rows).Select(_ => JsonSerializer.Serialize(new { prompt = "a" + Words(random, 2, 0, 40), chosen = Words(random, 6, 0, 5), rejected = Words(random, 5, 20, 25) })));

        static string Words(Random random, int count, int from, int to) => string.Concat(Enumerable.Range(0, count).Select(_ => Tiny.Words[random.Next(from, to)]));
    }

    private static TokenSample Sample(Random random, int[] prompt)
    {
        int[] answer = [.. Ids(random, 1 + random.Next(6))];
        return new TokenSample([.. prompt, .. answer], [.. prompt.Select(_ => false), .. answer.Select(_ => true)]);
    }

    private static IEnumerable<int> Ids(Random random, int count) => Enumerable.Range(0, count).Select(_ => random.Next(Tiny.VocabularySize));
}
