namespace LongWriter.Datasets.Mixing;

/// <summary>Draws a number of rows from a stream whose length is known, each choice as likely as any other, in order and without keeping any (Knuth, TAOCP 3.4.2, algorithm S).</summary>
internal sealed class Draw(long take, long of, Random random)
{
    private long _left = of;

    /// <summary>How many are still to be drawn.</summary>
    public long Due { get; private set; } = take;

    /// <summary>Whether the next row is drawn.</summary>
    public bool Next()
    {
        var drawn = random.NextInt64(_left) < Due;
        _left--;
        Due -= drawn ? 1 : 0;
        return drawn;
    }
}
