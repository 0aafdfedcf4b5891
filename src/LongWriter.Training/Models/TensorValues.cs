using System.Runtime.InteropServices;
using LongWriter.Formats;
using LongWriter.Formats.SafeTensors;

namespace LongWriter.Training.Models;

/// <summary>Values between fp32 and the element types of safetensors.</summary>
internal static class TensorValues
{
    public static SafeTensor FromFloats(ReadOnlySpan<float> values, long[] shape, string type)
    {
        switch (type)
        {
            case "BF16":
                var bits = new ushort[values.Length];
                for (var i = 0; i < bits.Length; i++)
                {
                    bits[i] = BFloat16Bits.FromSingle(values[i]);
                }

                return new SafeTensor("BF16", shape, MemoryMarshal.AsBytes<ushort>(bits).ToArray());
            case "F16":
                var halves = new Half[values.Length];
                for (var i = 0; i < halves.Length; i++)
                {
                    halves[i] = (Half)values[i];
                }

                return new SafeTensor("F16", shape, MemoryMarshal.AsBytes<Half>(halves).ToArray());
            default:
                return new SafeTensor("F32", shape, MemoryMarshal.AsBytes(values).ToArray());
        }
    }

    /// <exception cref="ModelFileException">The tensor has another element type than F32, BF16 and F16.</exception>
    public static float[] ToFloats(string path, string name, SafeTensor tensor)
    {
        switch (tensor.Type)
        {
            case "F32":
                return MemoryMarshal.Cast<byte, float>(tensor.Data).ToArray();
            case "BF16":
                var bits = MemoryMarshal.Cast<byte, ushort>(tensor.Data);
                var values = new float[bits.Length];
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = BFloat16Bits.ToSingle(bits[i]);
                }

                return values;
            case "F16":
                return Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(tensor.Data).ToArray(), half => (float)half);
            default:
                throw new ModelFileException(path, $"tensor '{name}' is {tensor.Type}; F32, BF16 and F16 are supported");
        }
    }

    /// <summary>The place of the first value that is infinite or not a number; null where all are finite.</summary>
    public static int? FindUnusable(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                return i;
            }
        }

        return null;
    }
}
