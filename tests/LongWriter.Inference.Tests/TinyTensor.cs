using LongWriter.Formats.Gguf;

namespace LongWriter.Inference.Tests;

/// <summary>A tensor of a test's model file: dimensions innermost first.</summary>
internal sealed record TinyTensor(GgmlType Type, long[] Dimensions, float[] Values)
{
    public byte[] Encoded() => GgufWriter.Encode(Values, Type);

    /// <summary>The values a reader of the file should see, decoded element by element.</summary>
    public float[] Decoded()
    {
        var bytes = Encoded();
        return [.. Enumerable.Range(0, Values.Length).Select(i => Type switch
        {
            GgmlType.F32 => BitConverter.ToSingle(bytes, i * 4),
            GgmlType.F16 => (float)BitConverter.ToHalf(bytes, i * 2),
            GgmlType.BF16 => BitConverter.Int32BitsToSingle(BitConverter.ToUInt16(bytes, i * 2) << 16),
            _ => (float)BitConverter.ToHalf(bytes, i / 32 * 34) * (sbyte)bytes[(i / 32 * 34) + 2 + (i % 32)],
        })];
    }
}
