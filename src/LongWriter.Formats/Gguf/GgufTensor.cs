namespace LongWriter.Formats.Gguf;

/// <summary>A tensor's entry in a GGUF file.</summary>
/// <param name="Name">Its name, e.g. <c>blk.0.attn_q.weight</c>.</param>
/// <param name="Type">Element type.</param>
/// <param name="Dimensions">Innermost first, as GGUF stores them: a matrix of <c>rows × columns</c> is <c>[columns, rows]</c>.</param>
/// <param name="Offset">Bytes from the start of the file.</param>
/// <param name="ByteLength">Bytes of data.</param>
public sealed record GgufTensor(string Name, GgmlType Type, IReadOnlyList<long> Dimensions, long Offset, long ByteLength)
{
    /// <summary>Elements in one row (the contiguous dimension).</summary>
    public long Columns => Dimensions[0];

    /// <summary>Number of rows; 1 for a vector.</summary>
    public long Rows => Dimensions.Skip(1).Aggregate(1L, (a, b) => a * b);
}
