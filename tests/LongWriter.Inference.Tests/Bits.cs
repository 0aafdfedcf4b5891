using System.Runtime.InteropServices;

namespace LongWriter.Inference.Tests;

/// <summary>Floats as the integers of their bits, so that equality means the same bits.</summary>
internal static class Bits
{
    public static int Of(float value) => BitConverter.SingleToInt32Bits(value);

    public static int[] Of(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values).ToArray();
}
