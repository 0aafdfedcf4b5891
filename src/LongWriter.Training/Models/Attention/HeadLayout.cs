namespace LongWriter.Training.Models.Attention;

/// <summary>How heads stand in a row: all query heads, then the key heads, then as many value heads.</summary>
/// <param name="KeyHeads">Key and value heads; each serves as many query heads as it divides them by.</param>
/// <param name="Size">Floats of a head.</param>
internal sealed record HeadLayout(int Heads, int KeyHeads, int Size)
{
    /// <summary>Floats of a row of queries, keys and values.</summary>
    public int RowWidth => (Heads + (2 * KeyHeads)) * Size;

    /// <summary>Floats of a row of outputs.</summary>
    public int OutputWidth => Heads * Size;

    /// <summary>Query heads that share a key head.</summary>
    public int Group => Heads / KeyHeads;

    /// <summary>Where in a row a query head begins; the same place of an output row is its output's.</summary>
    public int Query(int head) => head * Size;

    public int Key(int keyHead) => (Heads + keyHead) * Size;

    public int Value(int keyHead) => (Heads + KeyHeads + keyHead) * Size;
}
