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
            var (a, b, c, d) = (Vector256.Load(source), Vector256.Load(source + 8), Vector256.Load(source + 16), Vector256.Load(source + 24));
            var most = Lanes.Largest(Vector256.Max(Vector256.Max(Vector256.Abs(a), Vector256.Abs(b)), Vector256.Max(Vector256.Abs(c), Vector256.Abs(d))));
            scales[block] = most / 127f;

            // A block of zeros, or of numbers below 1e-36 whose inverse would be infinite, becomes zeros.
            var inverse = float.IsFinite(127f / most) ? 127f / most : 0f;
            Round(a * inverse, b * inverse, c * inverse, d * inverse).Store(quantized + (block * Q8Dot.BlockLength));
        }
    }

    /// <summary>32 numbers within ±127, in order, rounded to nearest even.</summary>
    public static Vector256<sbyte> Round(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        return Vector256.Narrow(Vector256.Narrow(Whole(a), Whole(b)), Vector256.Narrow(Whole(c), Whole(d)));

        static Vector256<int> Whole(Vector256<float> value) => Vector256.ConvertToInt32(Vector256.Round(value));
    }
}
