namespace LongWriter.Formats.Gguf;

/// <summary>Tensor element types of GGUF that this project reads and writes (numbers as in the GGUF specification).</summary>
public enum GgmlType
{
    F32 = 0,
    F16 = 1,

    /// <summary>Blocks of 32 signed bytes with one half-precision scale in front: 34 bytes per 32 weights.</summary>
    Q8_0 = 8,
    BF16 = 30,
}

/// <summary>Sizes of <see cref="GgmlType"/> values.</summary>
public static class GgmlTypes
{
    /// <summary>Weights per Q8_0 block.</summary>
    public const int Q8BlockLength = 32;

    /// <summary>Bytes per Q8_0 block: a half-precision scale and 32 signed bytes.</summary>
    public const int Q8BlockBytes = 34;

    public static bool IsSupported(GgmlType type) => type is GgmlType.F32 or GgmlType.F16 or GgmlType.Q8_0 or GgmlType.BF16;

    /// <summary>Bytes of <paramref name="count"/> elements; a Q8_0 row must be a multiple of 32 long.</summary>
    /// <exception cref="OverflowException">The size does not fit 63 bits.</exception>
    /// <exception cref="ArgumentException">Q8_0 elements do not fill whole blocks.</exception>
    public static long ByteSize(GgmlType type, long count) => type switch
    {
        GgmlType.F32 => checked(count * 4),
        GgmlType.F16 or GgmlType.BF16 => checked(count * 2),
        GgmlType.Q8_0 when count % Q8BlockLength == 0 => checked(count / Q8BlockLength * Q8BlockBytes),
        GgmlType.Q8_0 => throw new ArgumentException($"{count} elements do not fill whole blocks of {Q8BlockLength}", nameof(count)),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a supported GGUF tensor type"),
    };
}
