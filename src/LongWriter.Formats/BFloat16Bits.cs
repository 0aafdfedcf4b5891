namespace LongWriter.Formats;

/// <summary>Conversion between 32-bit floats and the upper 16 bits that bfloat16 keeps.</summary>
public static class BFloat16Bits
{
    /// <summary>Rounds to nearest even; NaN stays NaN.</summary>
    public static ushort FromSingle(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    public static float ToSingle(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
