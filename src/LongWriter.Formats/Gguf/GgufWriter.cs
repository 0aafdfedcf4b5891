using System.Buffers.Binary;
using System.Text;

namespace LongWriter.Formats.Gguf;

/// <summary>
/// Writes a GGUF version 3 file: the pairs and tensors are collected, then written to a temporary name and renamed, so that a
/// reader never meets half a file.
/// </summary>
public sealed class GgufWriter
{
    private const int Alignment = 32;
    private readonly List<(string Key, object Value)> _pairs = [];
    private readonly List<(string Name, GgmlType Type, long[] Dimensions, byte[] Data)> _tensors = [];

    /// <summary>Adds a pair; <paramref name="value"/> is a string, bool, int (written as uint32, below zero as int32), float, string[] or int[] (int32).</summary>
    public void Add(string key, object value) => _pairs.Add((key, value));

    /// <summary>Adds a tensor; <paramref name="dimensions"/> innermost first, <paramref name="data"/> already encoded.</summary>
    public void AddTensor(string name, GgmlType type, long[] dimensions, byte[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var expected = GgmlTypes.ByteSize(type, dimensions.Aggregate(1L, (a, b) => a * b));
        if (expected != data.Length)
        {
            throw new ArgumentException($"tensor '{name}' has {data.Length} bytes where its shape needs {expected}", nameof(data));
        }

        _tensors.Add((name, type, dimensions, data));
    }

    public void Save(string path)
    {
        var temporary = path + ".tmp";
        using (var stream = File.Create(temporary))
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            writer.Write(0x46554747u);
            writer.Write(3u);
            writer.Write((ulong)_tensors.Count);
            writer.Write((ulong)_pairs.Count);
            foreach (var (key, value) in _pairs)
            {
                WriteString(writer, key);
                WriteValue(writer, value);
            }

            long offset = 0;
            foreach (var (name, type, dimensions, data) in _tensors)
            {
                WriteString(writer, name);
                writer.Write((uint)dimensions.Length);
                foreach (var dimension in dimensions)
                {
                    writer.Write((ulong)dimension);
                }

                writer.Write((uint)type);
                writer.Write((ulong)offset);
                offset = Aligned(offset + data.Length);
            }

            foreach (var (_, _, _, data) in _tensors)
            {
                Pad(stream);
                writer.Write(data);
            }

            Pad(stream);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static long Aligned(long position) => (position + Alignment - 1) / Alignment * Alignment;

    private static void Pad(Stream stream)
    {
        for (var missing = Aligned(stream.Position) - stream.Position; missing > 0; missing--)
        {
            stream.WriteByte(0);
        }
    }

    private static void WriteString(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void WriteValue(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case int number: writer.Write(number < 0 ? 5u : 4u); writer.Write(number); break;
            case float number: writer.Write(6u); writer.Write(number); break;
            case bool flag: writer.Write(7u); writer.Write(flag); break;
            case string text: writer.Write(8u); WriteString(writer, text); break;
            case string[] strings:
                writer.Write(9u);
                writer.Write(8u);
                writer.Write((ulong)strings.Length);
                Array.ForEach(strings, text => WriteString(writer, text));
                break;
            case int[] numbers:
                writer.Write(9u);
                writer.Write(5u);
                writer.Write((ulong)numbers.Length);
                Array.ForEach(numbers, writer.Write);
                break;
            case float[] numbers:
                writer.Write(9u);
                writer.Write(6u);
                writer.Write((ulong)numbers.Length);
                Array.ForEach(numbers, writer.Write);
                break;
            default: throw new ArgumentException($"GGUF metadata of type {value.GetType().Name} is not written", nameof(value));
        }
    }

    /// <summary>Encodes floats as F32, F16, BF16 or Q8_0 (scale = largest magnitude / 127, rounded to nearest even).</summary>
    public static byte[] Encode(ReadOnlySpan<float> values, GgmlType type)
    {
        var bytes = new byte[GgmlTypes.ByteSize(type, values.Length)];
        switch (type)
        {
            case GgmlType.F32:
                for (var i = 0; i < values.Length; i++)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), values[i]);
                }

                break;
            case GgmlType.F16:
                for (var i = 0; i < values.Length; i++)
                {
                    BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i * 2), (Half)values[i]);
                }

                break;
            case GgmlType.BF16:
                for (var i = 0; i < values.Length; i++)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), BFloat16Bits.FromSingle(values[i]));
                }

                break;
            default:
                for (var block = 0; block < values.Length / GgmlTypes.Q8BlockLength; block++)
                {
                    EncodeQ8Block(values.Slice(block * GgmlTypes.Q8BlockLength, GgmlTypes.Q8BlockLength), bytes.AsSpan(block * GgmlTypes.Q8BlockBytes));
                }

                break;
        }

        return bytes;
    }

    private static void EncodeQ8Block(ReadOnlySpan<float> values, Span<byte> target)
    {
        var most = 0f;
        foreach (var value in values)
        {
            most = MathF.Max(most, MathF.Abs(value));
        }

        var scale = most / 127f;
        var inverse = scale > 0 ? 1f / scale : 0f;
        BinaryPrimitives.WriteHalfLittleEndian(target, (Half)scale);
        for (var i = 0; i < values.Length; i++)
        {
            target[2 + i] = unchecked((byte)(sbyte)Math.Clamp(MathF.Round(values[i] * inverse), -127, 127));
        }
    }
}
