using System.Buffers.Binary;
using CsCheck;
using LongWriter.Formats.Gguf;

namespace LongWriter.Formats.Tests.Gguf;

public sealed unsafe class GgufRoundTripTests : IDisposable
{
    private static readonly GgmlType[] s_types = [GgmlType.F32, GgmlType.F16, GgmlType.BF16, GgmlType.Q8_0];

    private static readonly Gen<object> s_value = Gen.OneOf(
        Gen.Int.Select(value => (object)value),
        Gen.Float.Select(value => (object)value),
        Gen.Bool.Select(value => (object)value),
        Texts.OfUpTo(20).Select(value => (object)value),
        Texts.OfUpTo(5).Array[0, 10].Select(value => (object)value),
        Gen.Int.Array[0, 10].Select(value => (object)value));

    private static readonly Gen<(GgmlType Type, int[] Dimensions, int Seed)> s_tensor =
        Gen.Select(Gen.OneOf(s_types), Gen.Int[1, 5].Array[1, 4], Gen.Int);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Metadata_of_every_written_type_comes_back_as_it_was() => Property.Holds(s_value.Array[0, 12], 150, values =>
    {
        var writer = new GgufWriter();
        for (var i = 0; i < values.Length; i++)
        {
            writer.Add($"key.{i}", values[i]);
        }

        using var file = Reopen(writer);
        Assert.Equal(values.Length, file.Metadata.Pairs.Count);
        for (var i = 0; i < values.Length; i++)
        {
            object expected = values[i] switch
            {
                int value => (long)value,
                float value => (double)value,
                int[] value => value.Select(number => (object)(long)number).ToArray(),
                var value => value,
            };
            Assert.Equal(expected, file.Metadata.Pairs[$"key.{i}"]);
        }
    });

    [Fact]
    public void Tensors_of_every_type_come_back_with_their_shape_and_bytes() => Property.Holds(s_tensor.Array[1, 6], 150, tensors =>
    {
        var writer = new GgufWriter();
        writer.Add("general.name", new string('x', tensors[0].Dimensions[0]));
        var written = new List<(long[] Dimensions, byte[] Data)>();
        for (var i = 0; i < tensors.Length; i++)
        {
            var (type, shape, seed) = tensors[i];
            long[] dimensions = [.. shape];
            dimensions[0] *= type == GgmlType.Q8_0 ? GgmlTypes.Q8BlockLength : 1;
            var data = GgufWriter.Encode(Numbers(seed, (int)dimensions.Aggregate((a, b) => a * b)), type);
            writer.AddTensor($"tensor.{i}", type, dimensions, data);
            written.Add((dimensions, data));
        }

        using var file = Reopen(writer);
        Assert.Equal(tensors.Length, file.Tensors.Count);
        for (var i = 0; i < tensors.Length; i++)
        {
            var tensor = file.Tensor($"tensor.{i}");
            Assert.Equal(tensors[i].Type, tensor.Type);
            Assert.Equal(written[i].Dimensions, tensor.Dimensions);
            Assert.Equal(written[i].Dimensions[0], tensor.Columns);
            Assert.Equal(written[i].Dimensions.Skip(1).Aggregate(1L, (a, b) => a * b), tensor.Rows);
            Assert.Equal(0, tensor.Offset % 32);
            Assert.Equal(written[i].Data, Bytes(file, tensor));
        }
    });

    [Fact]
    public void Encoded_numbers_differ_from_the_given_ones_by_no_more_than_their_type_allows() => Property.Holds(Gen.Select(Gen.Int, Gen.Int[1, 4], Gen.Float[0.001f, 1000f]), 300, sample =>
    {
        var (seed, blocks, size) = sample;
        var values = Numbers(seed, blocks * GgmlTypes.Q8BlockLength);
        Array.ForEach(Enumerable.Range(0, values.Length).ToArray(), i => values[i] *= size);

        var single = GgufWriter.Encode(values, GgmlType.F32);
        var half = GgufWriter.Encode(values, GgmlType.F16);
        var brain = GgufWriter.Encode(values, GgmlType.BF16);
        var blocked = GgufWriter.Encode(values, GgmlType.Q8_0);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], BinaryPrimitives.ReadSingleLittleEndian(single.AsSpan(i * 4)));
            Assert.Equal((Half)values[i], BinaryPrimitives.ReadHalfLittleEndian(half.AsSpan(i * 2)));
            Assert.Equal(BFloat16Bits.FromSingle(values[i]), BinaryPrimitives.ReadUInt16LittleEndian(brain.AsSpan(i * 2)));
            var block = blocked.AsSpan(i / 32 * GgmlTypes.Q8BlockBytes, GgmlTypes.Q8BlockBytes);
            var scale = (float)BinaryPrimitives.ReadHalfLittleEndian(block);
            var most = values[(i / 32 * 32)..((i / 32 * 32) + 32)].Max(MathF.Abs);

            // Half a step of rounding, and the scale itself is rounded to eleven bits.
            Assert.InRange(scale * (sbyte)block[2 + (i % 32)], values[i] - (most * 0.0046f) - 1e-4f, values[i] + (most * 0.0046f) + 1e-4f);
        }
    });

    [Fact]
    public void A_block_of_zeros_is_encoded_as_zeros() =>
        Assert.Equal(new byte[GgmlTypes.Q8BlockBytes], GgufWriter.Encode(new float[GgmlTypes.Q8BlockLength], GgmlType.Q8_0));

    [Fact]
    public void A_known_block_is_encoded_as_the_format_says()
    {
        var values = new float[32];
        (values[0], values[1], values[2], values[3]) = (127f, -127f, 2.5f, 3.5f);
        var bytes = GgufWriter.Encode(values, GgmlType.Q8_0);
        Assert.Equal([0x00, 0x3C, 127, 0x81, 2, 4, 0], bytes[..7]);
    }

    [Fact]
    public void Numbers_that_fill_no_whole_block_are_refused_rather_than_dropped() =>
        Assert.Throws<ArgumentException>(() => GgufWriter.Encode(new float[40], GgmlType.Q8_0));

    [Fact]
    public void Every_type_of_the_format_is_read()
    {
        using var file = GgufFile.Open(_folder.Write("small.gguf", GgufBytes.SmallSoundFile()));
        Assert.Equal(
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["u8"] = 200L,
                ["i8"] = -2L,
                ["u16"] = 65535L,
                ["i16"] = -2L,
                ["u32"] = 4294967295L,
                ["i32"] = -1L,
                ["f32"] = 1.5,
                ["bool"] = true,
                ["string"] = "häß🙂",
                ["u64"] = ulong.MaxValue,
                ["i64"] = -1L,
                ["f64"] = -0.1,
                ["strings"] = new[] { "a", "" },
                ["numbers"] = new object[] { 1L, -1L, 3L },
                ["nested"] = new object[] { new object[] { 7L }, new[] { "in" } },
            },
            file.Metadata.Pairs);
        Assert.Equal(["bf16", "f16", "f32", "q8"], file.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([64, 65, 66, 67, 68, 69, 70, 71], Bytes(file, file.Tensor("bf16")));
        Assert.Equal([.. Enumerable.Range(96, 34).Select(value => (byte)value)], Bytes(file, file.Tensor("q8")));
    }

    [Fact]
    public void Version_2_is_read_too()
    {
        using var file = GgufFile.Open(_folder.Write("v2.gguf", GgufBytes.Header(0, 1, version: 2).Pair("k", 7).Raw(0).ToArray()));
        Assert.False(file.Metadata.GetBoolean("k", otherwise: true));
    }

    [Fact]
    public void Data_begins_at_the_alignment_that_the_file_names()
    {
        var bytes = GgufBytes.Header(1, 1).Pair("general.alignment", 4).U32(256).Tensor("t", GgmlType.F32, 256, 1).Pad(256).Zeros(256).U32(BitConverter.SingleToUInt32Bits(42f)).ToArray();
        using var file = GgufFile.Open(_folder.Write("wide.gguf", bytes));
        Assert.Equal(512, file.Tensor("t").Offset);
        Assert.Equal(42f, *(float*)file.Data(file.Tensor("t")));
    }

    [Fact]
    public void Metadata_answers_by_type_and_refuses_other_types()
    {
        var writer = new GgufWriter();
        writer.Add("text", "t");
        writer.Add("count", 7);
        writer.Add("rate", 0.5f);
        writer.Add("ids", new[] { 1, -2 });
        writer.Add("names", new[] { "a", "b" });
        using var file = Reopen(writer);
        var metadata = file.Metadata;
        Assert.Equal("t", metadata.GetString("text"));
        Assert.Null(metadata.GetString("count"));
        Assert.Equal(7, metadata.GetInt64("count", 1));
        Assert.Equal(1, metadata.GetInt64("absent", 1));
        Assert.Equal(0.5, metadata.GetDouble("rate", 1));
        Assert.Equal(1, metadata.GetDouble("absent", 1));
        Assert.Equal(7, metadata.GetRequired("count", 7, 7));
        Assert.Equal([1, -2], metadata.GetIntegers("ids")!);
        Assert.Null(metadata.GetIntegers("absent"));
        Assert.Equal(["a", "b"], metadata.GetRequiredStrings("names"));
        Assert.Throws<ModelFileException>(() => metadata.GetInt64("text", 1));
        Assert.Throws<ModelFileException>(() => metadata.GetDouble("text", 1));
        Assert.Throws<ModelFileException>(() => metadata.GetIntegers("names"));
        Assert.Throws<ModelFileException>(() => metadata.GetRequiredStrings("ids"));
        Assert.Contains("8 to 9", Assert.Throws<ModelFileException>(() => metadata.GetRequired("count", 8, 9)).Message, StringComparison.Ordinal);
        Assert.Contains("missing", Assert.Throws<ModelFileException>(() => metadata.GetRequired("absent", 8, 9)).Message, StringComparison.Ordinal);
        Assert.Contains("'absent'", Assert.Throws<ModelFileException>(() => file.Tensor("absent")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_whose_bytes_do_not_fit_its_shape_is_not_written() =>
        Assert.Throws<ArgumentException>(() => new GgufWriter().AddTensor("t", GgmlType.F32, [2, 2], new byte[15]));

    [Fact]
    public void Saving_replaces_an_older_file_and_leaves_nothing_beside_it()
    {
        var first = new GgufWriter();
        first.Add("k", "old");
        Reopen(first).Dispose();
        var second = new GgufWriter();
        second.Add("k", "new");
        using var file = Reopen(second);
        Assert.Equal("new", file.Metadata.GetString("k"));
        Assert.Equal(["model.gguf"], _folder.FileNames);
    }

    private static float[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    private static byte[] Bytes(GgufFile file, GgufTensor tensor) => new ReadOnlySpan<byte>(file.Data(tensor), (int)tensor.ByteLength).ToArray();

    private GgufFile Reopen(GgufWriter writer)
    {
        writer.Save(_folder.File("model.gguf"));
        return GgufFile.Open(_folder.File("model.gguf"));
    }
}
