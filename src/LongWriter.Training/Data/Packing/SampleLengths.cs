namespace LongWriter.Training.Data.Packing;

/// <summary>Lengths in tokens by seed, for figures that anybody can repeat.</summary>
internal static class SampleLengths
{
    private const double TokensPerWord = 1.33;
    private const int Frame = 40;

    /// <summary>Long-writing samples: 2,000 to 10,000 words, evenly drawn, 1.33 tokens a word, 40 for the request's frame.</summary>
    public static IEnumerable<int> Long(int count, Random random) =>
        Enumerable.Range(0, count).Select(_ => (int)(random.Next(2000, 10001) * TokensPerWord) + Frame);

    /// <summary>General chat samples: exponential with a mean of 400 tokens beside the frame, 4,000 at most.</summary>
    public static IEnumerable<int> Short(int count, Random random) =>
        Enumerable.Range(0, count).Select(_ => Frame + 1 + Math.Min(4000, (int)(-400 * Math.Log(1 - random.NextDouble()))));
}
