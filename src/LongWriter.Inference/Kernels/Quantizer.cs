using System.Runtime.Intrinsics;

namespace LongWriter.Inference.Kernels;

/// <summary>Turns activations into int8 blocks of 32 with one scale each: scale = largest magnitude / 127, values rounded to nearest even.</summary>
internal static unsafe class Quantizer
{
    /// <param name="values">Floats, a multiple of 32.</param>
    public static void Quantize(float* values, int length, sbyte* quantized, float* scales)
    {
        for (var block = 0; block < length / Q8Dot.BlockLength; block++)
        {
            var source = values + (block * Q8Dot.BlockLength);
            var largest = Vector256<float>.Zero;
            for (var i = 0; i < Q8Dot.BlockLength; i += 8)
            {
                largest = Vector256.Max(largest, Vector256.Abs(Vector256.Load(source + i)));
            }

            var most = 0f;
            for (var lane = 0; lane < 8; lane++)
            {
                most = MathF.Max(most, largest[lane]);
            }

            scales[block] = most / 127f;

            // A block of zeros, or of numbers below 1e-36 whose inverse would be infinite, becomes zeros.
            var inverse = Vector256.Create(float.IsFinite(127f / most) ? 127f / most : 0f);
            for (var i = 0; i < Q8Dot.BlockLength; i += 8)
            {
                var rounded = Vector256.ConvertToInt32(Vector256.Round(Vector256.Load(source + i) * inverse));
                for (var lane = 0; lane < 8; lane++)
                {
                    quantized[(block * Q8Dot.BlockLength) + i + lane] = (sbyte)rounded[lane];
                }
            }
        }
    }
}
