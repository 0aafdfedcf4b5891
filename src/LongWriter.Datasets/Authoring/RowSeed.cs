using LongWriter.Writing;

namespace LongWriter.Datasets.Authoring;

/// <summary>Seeds of a row, from its place and the seed of the whole alone, whatever is written before or beside it.</summary>
internal static class RowSeed
{
    /// <summary>The last that <see cref="Of"/> takes; no sample has it.</summary>
    private const int Drawing = 63;

    /// <param name="sample">Which of its answers, 0 to 62.</param>
    public static long Of(long seed, long line, int sample = 0) => CallSeed.Of(seed, unchecked((int)line), sample);

    /// <summary>What is drawn among its answers.</summary>
    public static Random Random(long seed, long line) => new((int)Of(seed, line, Drawing));
}
