using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongWriter.Inference.Kernels;

/// <summary>
/// IEEE half precision as the key-value cache keeps it. Eight at a time are read as floats 2^112 times too small, which takes a
/// widening, a shift and a mask: the exponent's bias is put right by whoever multiplies, in a factor that he multiplies by anyway.
/// </summary>
internal static unsafe class HalfBits
{
    /// <summary>What a loaded value has to be multiplied by.</summary>
    public const float Scale = 5.192296858534828e33f; // 2^112

    /// <summary>The largest finite half. Beyond it a value is cut off: one outlier as infinity would make the whole row no number.</summary>
    private const float Largest = 65504;

    public static ushort FromSingle(float value) => BitConverter.HalfToUInt16Bits((Half)Math.Clamp(value, -Largest, Largest));

    /// <summary>Eight halves as floats, each times 2^-112; subnormal ones too.</summary>
    public static Vector256<float> Load(ushort* source)
    {
        var wide = Avx2.IsSupported ? Avx2.ConvertToVector256Int32((short*)source) : Widen(Vector128.Load((short*)source));

        // Sign extension leaves the sign in bits 28 to 30 as well, where the float's exponent begins.
        return ((wide << 13) & Vector256.Create(unchecked((int)0x8FFFFFFF))).AsSingle();
    }

    private static Vector256<int> Widen(Vector128<short> halves) => Vector256.Create(Vector128.WidenLower(halves), Vector128.WidenUpper(halves));
}
