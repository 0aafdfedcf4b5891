using System.Buffers.Binary;
using System.Text;
using LongWriter.Formats.Gguf;

namespace LongWriter.Formats.Tests.Gguf;

/// <summary>Writes the bytes of a GGUF file one field at a time, sound or not.</summary>
internal sealed class GgufBytes
{
    public const ulong TenBillion = 10_000_000_000;
    private readonly List<byte> _bytes = [];

    public static GgufBytes Header(ulong tensors, ulong pairs, uint version = 3, uint magic = 0x46554747) =>
        new GgufBytes().U32(magic).U32(version).U64(tensors).U64(pairs);

    /// <summary>A small sound file with every metadata type, nested arrays and every tensor type; its last byte is a tensor's.</summary>
    public static byte[] SmallSoundFile()
    {
        var file = Header(4, 15)
            .Pair("u8", 0).Raw(200)
            .Pair("i8", 1).Raw(0xFE)
            .Pair("u16", 2).Raw(0xFF, 0xFF)
            .Pair("i16", 3).Raw(0xFE, 0xFF)
            .Pair("u32", 4).U32(uint.MaxValue)
            .Pair("i32", 5).U32(uint.MaxValue)
            .Pair("f32", 6).U32(BitConverter.SingleToUInt32Bits(1.5f))
            .Pair("bool", 7).Raw(1)
            .Pair("string", 8).Text("häß🙂")
            .Pair("u64", 10).U64(ulong.MaxValue)
            .Pair("i64", 11).U64(ulong.MaxValue)
            .Pair("f64", 12).U64(BitConverter.DoubleToUInt64Bits(-0.1))
            .Pair("strings", 9).U32(8).U64(2).Text("a").Text("")
            .Pair("numbers", 9).U32(5).U64(3).U32(1).U32(uint.MaxValue).U32(3)
            .Pair("nested", 9).U32(9).U64(2).U32(0).U64(1).Raw(7).U32(8).U64(1).Text("in")
            .Tensor("f32", GgmlType.F32, 0, 3, 2)
            .Tensor("f16", GgmlType.F16, 32, 4)
            .Tensor("bf16", GgmlType.BF16, 64, 2, 1, 2)
            .Tensor("q8", GgmlType.Q8_0, 96, 32, 1, 1, 1)
            .Pad(32);
        for (var i = 0; i < 96 + GgmlTypes.Q8BlockBytes; i++)
        {
            file.Raw((byte)i);
        }

        return file.ToArray();
    }

    public GgufBytes Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public GgufBytes U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public GgufBytes U64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public GgufBytes Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return U64((ulong)bytes.Length).Raw(bytes);
    }

    /// <summary>A key and the type of the value that must follow.</summary>
    public GgufBytes Pair(string key, uint type) => Text(key).U32(type);

    public GgufBytes Tensor(string name, GgmlType type, ulong offset, params ReadOnlySpan<ulong> dimensions)
    {
        Text(name).U32((uint)dimensions.Length);
        foreach (var dimension in dimensions)
        {
            U64(dimension);
        }

        return U32((uint)type).U64(offset);
    }

    public GgufBytes Pad(int alignment) => Zeros((alignment - (_bytes.Count % alignment)) % alignment);

    public GgufBytes Zeros(int count) => Raw(new byte[count]);

    public byte[] ToArray() => [.. _bytes];
}
