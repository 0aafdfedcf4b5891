using System.Buffers.Binary;
using System.Text;
using CsCheck;
using LongWriter.Formats.SafeTensors;

namespace LongWriter.Formats.Tests.SafeTensors;

public sealed class SafeTensorsFileTests : IDisposable
{
    private const long MostAllocated = 50_000_000;

    private static readonly Gen<(string Type, long[] Shape, int Seed)> s_tensor = Gen.Select(
        Gen.OneOf("F64", "I64", "F32", "I32", "F16", "BF16", "I8", "U8", "BOOL"),
        Gen.Long[0, 5].Array[0, 4],
        Gen.Int);

    private static readonly Dictionary<string, (string Reason, byte[] Bytes)> s_files = new(StringComparer.Ordinal)
    {
        ["nothing in it"] = ("cannot be read", []),
        ["seven bytes"] = ("cannot be read", new byte[7]),
        ["a header of no bytes"] = ("claims a header of 0 bytes", Claim(0, 100)),
        ["a header of less than no bytes"] = ("claims a header of -1 bytes", Claim(-1, 100)),
        ["a header of 10 billion bytes"] = ("claims a header of 10000000000 bytes", Claim(10_000_000_000, 100)),
        ["a header a byte longer than the file"] = ("claims a header of 101 bytes", Claim(101, 100)),
        ["a header that is no JSON"] = ("broken header", Claim(100, 100)),
        ["a header that is a list"] = ("broken header", File("[1, 2]", 16)),
        ["a header that is null"] = ("broken header", File("null", 16)),
        ["a header nested 1,000 deep"] = ("broken header", File(new string('[', 1000) + new string(']', 1000), 16)),
        ["a tensor that is a number"] = ("broken header", File("""{"t": 1}""", 16)),
        ["no type"] = ("broken header", File("""{"t": {"shape": [4], "data_offsets": [0, 16]}}""", 16)),
        ["no shape"] = ("broken header", File("""{"t": {"dtype": "F32", "data_offsets": [0, 16]}}""", 16)),
        ["no offsets"] = ("broken header", File("""{"t": {"dtype": "F32", "shape": [4]}}""", 16)),
        ["a type of null"] = ("broken header", File("""{"t": {"dtype": null, "shape": [4], "data_offsets": [0, 16]}}""", 16)),
        ["a type that is not supported"] = ("'F8_E4M3' is not supported", Entry("F8_E4M3", "[4]", "[0, 4]")),
        ["a shape of words"] = ("broken header", Entry("F32", "[\"4\"]", "[0, 16]")),
        ["a shape of fractions"] = ("broken header", Entry("F32", "[4.5]", "[0, 18]")),
        ["a shape that is no list"] = ("broken header", Entry("F32", "4", "[0, 16]")),
        ["one offset"] = ("broken header", Entry("F32", "[4]", "[16]")),
        ["offsets that are no list"] = ("broken header", Entry("F32", "[4]", "16")),
        ["a negative offset"] = ("claims bytes -16 to 0", Entry("F32", "[4]", "[-16, 0]")),
        ["offsets the wrong way round"] = ("claims bytes 16 to 0", Entry("F32", "[4]", "[16, 0]")),
        ["an end outside the file"] = ("claims bytes 4 to 20", Entry("F32", "[4]", "[4, 20]")),
        ["offsets of 63 bits"] = ("claims bytes", Entry("F32", "[4]", "[9223372036854775791, 9223372036854775807]")),
        ["offsets above 63 bits"] = ("broken header", Entry("F32", "[4]", "[0, 18446744073709551616]")),
        ["fewer bytes than the shape needs"] = ("its shape needs 16", Entry("F32", "[4]", "[0, 12]")),
        ["more bytes than the shape needs"] = ("its shape needs 12", Entry("F32", "[3]", "[0, 16]")),
        ["a shape whose product overflows"] = ("broken header", Entry("F32", "[4294967296, 4294967296]", "[0, 0]")),
        ["a shape whose bytes overflow to zero"] = ("broken header", Entry("F64", "[2305843009213693952]", "[0, 0]")),
        ["a shape of two negative sizes"] = ("broken header", Entry("F32", "[-2, -2]", "[0, 16]")),
        ["a tensor twice"] = ("broken header", File("""{"t": {"dtype": "U8", "shape": [4], "data_offsets": [0, 4]}, "t": {"dtype": "U8", "shape": [4], "data_offsets": [4, 8]}}""", 16)),
        ["a name that is half a character"] = ("broken header", File("""{"\ud800": {"dtype": "U8", "shape": [4], "data_offsets": [0, 4]}}""", 16)),
        ["two tensors on the same bytes"] = ("claim more bytes", File("""{"a": {"dtype": "U8", "shape": [9], "data_offsets": [0, 9]}, "b": {"dtype": "U8", "shape": [9], "data_offsets": [0, 9]}}""", 16)),
    };

    private readonly TempFolder _folder = new();

    public static TheoryData<string> FileNames => [.. s_files.Keys];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tensor_is_read_alone_by_its_place()
    {
        var path = _folder.File("model.safetensors");
        SafeTensorsFile.Save(path, new Dictionary<string, SafeTensor>(StringComparer.Ordinal)
        {
            ["a"] = new("U8", [3], [1, 2, 3]),
            ["b"] = new("BF16", [2, 1], [4, 5, 6, 7]),
        });
        var places = SafeTensorsFile.Places(path);
        Assert.Equal(["a", "b"], places.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(4, places["b"].Length);
        var tensor = SafeTensorsFile.Read(path, places["b"]);
        Assert.Equal("BF16", tensor.Type);
        Assert.Equal([2, 1], tensor.Shape);
        Assert.Equal([4, 5, 6, 7], tensor.Data);
    }

    [Fact]
    public void Tensors_come_back_with_their_type_shape_and_bytes() => Property.Holds(Gen.Select(s_tensor.Array[0, 8], Texts.OfUpTo(4)), 200, sample =>
    {
        var (tensors, name) = sample;
        var written = new Dictionary<string, SafeTensor>(StringComparer.Ordinal);
        for (var i = 0; i < tensors.Length; i++)
        {
            var (type, shape, seed) = tensors[i];
            var data = new byte[shape.Aggregate(1L, (a, b) => a * b) * SafeTensorsFile.ElementSize(type)];
            new Random(seed).NextBytes(data);
            written.Add($"{name}.{i}", new SafeTensor(type, shape, data));
        }

        SafeTensorsFile.Save(_folder.File("model.safetensors"), written);
        var read = SafeTensorsFile.Load(_folder.File("model.safetensors"));
        Assert.Equal(written.Keys.Order(StringComparer.Ordinal), read.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, tensor) in written)
        {
            Assert.Equal(tensor.Type, read[key].Type);
            Assert.Equal(tensor.Shape, read[key].Shape);
            Assert.Equal(tensor.Data, read[key].Data);
        }
    });

    [Fact]
    public void The_data_begins_eight_byte_aligned_in_name_order()
    {
        var bytes = SmallSoundFile();
        var header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], bytes[(8 + (int)header)..]);
    }

    [Fact]
    public void Saving_replaces_an_older_file_and_leaves_nothing_beside_it()
    {
        SmallSoundFile();
        SafeTensorsFile.Save(_folder.File("small.safetensors"), new Dictionary<string, SafeTensor>(StringComparer.Ordinal) { ["new"] = new("U8", [1], [1]) });
        Assert.Equal(["new"], SafeTensorsFile.Load(_folder.File("small.safetensors")).Keys);
        Assert.Equal(["small.safetensors"], _folder.FileNames);
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public void A_lying_file_is_refused_with_its_reason(string name)
    {
        var (reason, bytes) = s_files[name];
        var path = _folder.Write("lying.safetensors", bytes);
        var refusal = Refusal(path);
        Assert.NotNull(refusal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(path, refusal.Path);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var whole = SmallSoundFile();
        Assert.Null(Refusal(_folder.File("small.safetensors")));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.True(Refusal(_folder.Write("cut.safetensors", whole[..length])) is not null, $"cut to {length} of {whole.Length} bytes, it loads");
        }
    }

    [Fact]
    public void A_file_with_random_damage_is_refused_or_loads_soundly()
    {
        var whole = SmallSoundFile();
        var random = new Random(20_260_102);
        var refused = 0;
        const int Rounds = 2_000;
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = whole.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                // Half of the damage is digits: shapes and offsets that lie in a header that is still JSON.
                var at = random.Next(bytes.Length);
                bytes[at] = random.Next(2) == 0 ? (byte)random.Next('0', '9' + 1) : (byte)random.Next(256);
            }

            refused += Refusal(_folder.Write("damaged.safetensors", bytes)) is null ? 0 : 1;
        }

        Assert.InRange(refused, Rounds / 10, Rounds - 50);
    }

    [Fact]
    public void A_tensor_too_large_for_memory_is_refused_rather_than_allocated()
    {
        var file = File("""{"t": {"dtype": "U8", "shape": [3000000000], "data_offsets": [0, 3000000000]}}""", 0);
        Assert.Contains("'t'", Refusal(_folder.WriteSparse("large.safetensors", file, file.Length + 3_000_000_000))?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        Assert.Contains("absent.safetensors", Refusal(_folder.File("absent.safetensors"))?.Message, StringComparison.Ordinal);
        Assert.NotNull(Refusal(_folder.Path));
    }

    private static byte[] Claim(long header, int follow)
    {
        var bytes = new byte[8 + follow];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header);
        return bytes;
    }

    private static byte[] Entry(string type, string shape, string offsets) =>
        File("{\"t\": {\"dtype\": \"" + type + "\", \"shape\": " + shape + ", \"data_offsets\": " + offsets + "}}", 16);

    private static byte[] File(string header, int data) =>
        [.. Claim(Encoding.UTF8.GetByteCount(header), 0), .. Encoding.UTF8.GetBytes(header), .. new byte[data]];

    private static ModelFileException? Refusal(string path)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            foreach (var tensor in SafeTensorsFile.Load(path).Values)
            {
                Assert.All(tensor.Shape, size => Assert.InRange(size, 0, long.MaxValue));
                Assert.Equal(tensor.Shape.Aggregate(1L, (a, b) => checked(a * b)) * SafeTensorsFile.ElementSize(tensor.Type), tensor.Data.Length);
            }

            return null;
        }
        catch (ModelFileException refusal)
        {
            return refusal;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        }
    }

    private byte[] SmallSoundFile()
    {
        var path = _folder.File("small.safetensors");
        SafeTensorsFile.Save(path, new Dictionary<string, SafeTensor>(StringComparer.Ordinal)
        {
            ["b"] = new("U8", [3, 1], [7, 8, 9]),
            ["a"] = new("F16", [3], [1, 2, 3, 4, 5, 6]),
        });
        return System.IO.File.ReadAllBytes(path);
    }
}
