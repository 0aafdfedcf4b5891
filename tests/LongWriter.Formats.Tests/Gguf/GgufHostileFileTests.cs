using System.Buffers.Binary;
using LongWriter.Formats.Gguf;

namespace LongWriter.Formats.Tests.Gguf;

public sealed unsafe class GgufHostileFileTests : IDisposable
{
    private const long MostAllocated = 50_000_000;
    private const long SparseLength = 64 << 20;

    private static readonly Dictionary<string, (string Reason, byte[] Bytes)> s_files = new(StringComparer.Ordinal)
    {
        ["nothing in it"] = ("0 bytes is shorter", []),
        ["a byte less than a header"] = ("23 bytes is shorter", GgufBytes.Header(0, 0).ToArray()[..23]),
        ["another magic"] = ("not a GGUF model", GgufBytes.Header(0, 0, magic: 0x46554746).ToArray()),
        ["version 0"] = ("version 0 is not supported", GgufBytes.Header(0, 0, version: 0).ToArray()),
        ["version 1"] = ("version 1 is not supported", GgufBytes.Header(0, 0, version: 1).ToArray()),
        ["version 4"] = ("version 4 is not supported", GgufBytes.Header(0, 0, version: 4).ToArray()),
        ["big-endian version 3"] = ("version 50331648 is not supported", GgufBytes.Header(0, 0, version: 0x03000000).ToArray()),
        ["10 billion tensors"] = ("claims 10000000000 tensors", GgufBytes.Header(GgufBytes.TenBillion, 0).Zeros(1000).ToArray()),
        ["all the tensors of 64 bits"] = ("claims 18446744073709551615 tensors", GgufBytes.Header(ulong.MaxValue, 0).Zeros(1000).ToArray()),
        ["one tensor more than fits"] = ("claims 2 tensors", GgufBytes.Header(2, 0).Zeros(39).ToArray()),
        ["10 billion pairs"] = ("claims 10000000000 metadata pairs", GgufBytes.Header(0, GgufBytes.TenBillion).Zeros(1000).ToArray()),
        ["10 billion array elements"] = ("claims 10000000000 array elements", Pair(9).U32(0).U64(GgufBytes.TenBillion).Zeros(1000).ToArray()),
        ["10 billion strings"] = ("claims 10000000000 array elements", Pair(9).U32(8).U64(GgufBytes.TenBillion).Zeros(1000).ToArray()),
        ["10 billion arrays"] = ("claims 10000000000 array elements", Pair(9).U32(9).U64(GgufBytes.TenBillion).Zeros(1000).ToArray()),
        ["a value of 10 billion bytes"] = ("claims a string of 10000000000 bytes", Pair(8).U64(GgufBytes.TenBillion).Zeros(1000).ToArray()),
        ["a value a byte too long"] = ("claims a string of 1001 bytes", Pair(8).U64(1001).Zeros(1000).ToArray()),
        ["a value of more bytes than 63 bits"] = ("claims a string of 18446744073709551615 bytes", Pair(8).U64(ulong.MaxValue).Zeros(1000).ToArray()),
        ["a key of 10 billion bytes"] = ("claims a string of 10000000000 bytes", GgufBytes.Header(0, 1).U64(GgufBytes.TenBillion).Zeros(1000).ToArray()),
        ["a tensor name of 10 billion bytes"] = ("claims a string of 10000000000 bytes", GgufBytes.Header(1, 0).U64(GgufBytes.TenBillion).Zeros(1000).ToArray()),
        ["a key longer than the format allows"] = ("claims a string of 65536 bytes", GgufBytes.Header(0, 1).U64(65_536).Zeros(70_000).ToArray()),
        ["a value type that does not exist"] = ("value type 13 is unknown", Pair(13).Zeros(100).ToArray()),
        ["an element type that does not exist"] = ("value type 99 is unknown", Pair(9).U32(99).U64(1).Zeros(100).ToArray()),
        ["arrays nested five deep"] = ("nested deeper than 4", Nested(5)),
        ["arrays nested 100,000 deep"] = ("nested deeper than 4", Nested(100_000)),
        ["a key twice"] = ("'k' stands twice", GgufBytes.Header(0, 2).Pair("k", 7).Raw(1).Pair("k", 7).Raw(1).ToArray()),
        ["a tensor twice"] = ("'t' stands twice", GgufBytes.Header(2, 0).Tensor("t", GgmlType.F32, 0, 1).Tensor("t", GgmlType.F32, 32, 1).Pad(32).Zeros(64).ToArray()),
        ["a tensor without dimensions"] = ("has 0 dimensions", Tensor(GgmlType.F32, 0, [])),
        ["a tensor of five dimensions"] = ("has 5 dimensions", Tensor(GgmlType.F32, 0, 1, 1, 1, 1, 1)),
        ["a tensor of 4 billion dimensions"] = ("has 4294967295 dimensions", GgufBytes.Header(1, 0).Text("t").U32(uint.MaxValue).Zeros(1000).ToArray()),
        ["an empty dimension"] = ("a dimension of 0", Tensor(GgmlType.F32, 0, 4, 0)),
        ["a dimension above 31 bits"] = ("a dimension of 2147483648", Tensor(GgmlType.F32, 0, 1UL << 31)),
        ["a dimension above 63 bits"] = ("a dimension of 18446744073709551615", Tensor(GgmlType.F32, 0, ulong.MaxValue)),
        ["dimensions whose product overflows"] = ("more elements than any file", Tensor(GgmlType.F32, 0, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)),
        ["dimensions whose product overflows to zero"] = ("more elements than any file", Tensor(GgmlType.F32, 0, 1 << 30, 1 << 30, 1 << 4)),
        ["dimensions whose size in bytes overflows"] = ("more elements than any file", Tensor(GgmlType.F32, 0, int.MaxValue, int.MaxValue)),
        ["blocks whose size in bytes overflows"] = ("more elements than any file", Tensor(GgmlType.Q8_0, 0, 1UL << 30, 1UL << 28, 31)),
        ["rows of broken blocks"] = ("rows of 33, not a multiple of 32", Tensor(GgmlType.Q8_0, 0, 33)),
        ["rows of half blocks that add up"] = ("rows of 16, not a multiple of 32", Tensor(GgmlType.Q8_0, 0, 16, 2)),
        ["an element type we do not read"] = ("element type 2;", Tensor((GgmlType)2, 0, 32)),
        ["an element type of 32 bits"] = ("element type -1;", Tensor((GgmlType)(-1), 0, 32)),
        ["a misaligned offset"] = ("data offset 16, which is not a multiple of 32", Tensor(GgmlType.F32, 16, 1)),
        ["an offset outside the file"] = ("lies outside the file", Tensor(GgmlType.F32, 1 << 20, 1)),
        ["an offset of 63 bits"] = ("lies outside the file", Tensor(GgmlType.F32, long.MaxValue - 31, 1)),
        ["an offset above 63 bits"] = ("lies outside the file", Tensor(GgmlType.F32, 1UL << 63, 1)),
        ["an offset that overflows to the header"] = ("lies outside the file", Tensor(GgmlType.F32, ulong.MaxValue - 31, 1)),
        ["a tensor that ends a byte after the file"] = ("lies outside the file", Tensor(GgmlType.F32, 0, 32)[..^1]),
        ["a tensor of nearly 63 bits"] = ("lies outside the file", Tensor(GgmlType.F16, 0, int.MaxValue, 1 << 30)),
        ["alignment 0"] = ("general.alignment is 0", Alignment(4).U32(0).ToArray()),
        ["alignment 3"] = ("general.alignment is 3", Alignment(4).U32(3).ToArray()),
        ["alignment -32"] = ("general.alignment is -32", Alignment(5).U32(unchecked((uint)-32)).ToArray()),
        ["alignment of 2 MiB"] = ("general.alignment is 2097152", Alignment(4).U32(1 << 21).ToArray()),
        ["alignment above 63 bits"] = ("'general.alignment' is not an integer", Alignment(10).U64(ulong.MaxValue).ToArray()),
        ["alignment in words"] = ("'general.alignment' is not an integer", Alignment(8).Text("32").ToArray()),
    };

    /// <summary>Lies that a large file could hold: what they claim must not be allocated before it is found to be a lie.</summary>
    private static readonly Dictionary<string, byte[]> s_largeFiles = new(StringComparer.Ordinal)
    {
        ["2 million tensors"] = GgufBytes.Header(2_000_000, 0).ToArray(),
        ["4 million pairs"] = GgufBytes.Header(0, 4_000_000).ToArray(),
        ["20 million array elements"] = Pair(9).U32(0).U64(20_000_000).ToArray(),
        ["8 million strings"] = Pair(9).U32(8).U64(8_000_000).ToArray(),
        ["a key of 60 million bytes"] = GgufBytes.Header(0, 1).U64(60_000_000).ToArray(),
        ["a tensor name of 60 million bytes"] = GgufBytes.Header(1, 0).U64(60_000_000).ToArray(),
    };

    private readonly TempFolder _folder = new();

    public static TheoryData<string> FileNames => [.. s_files.Keys];

    public static TheoryData<string> LargeFileNames => [.. s_largeFiles.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(FileNames))]
    public void A_hostile_file_is_refused_with_its_reason(string name)
    {
        var (reason, bytes) = s_files[name];
        var path = _folder.Write("hostile.gguf", bytes);
        var refusal = Refusal(path);
        Assert.NotNull(refusal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(path, refusal.Path);
    }

    [Theory]
    [MemberData(nameof(LargeFileNames))]
    public void A_lie_in_a_large_file_is_refused_without_a_large_allocation(string name) =>
        Assert.NotNull(Refusal(_folder.WriteSparse("large.gguf", s_largeFiles[name], SparseLength)));

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var whole = GgufBytes.SmallSoundFile();
        Assert.Null(Refusal(_folder.Write("whole.gguf", whole)));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.True(Refusal(_folder.Write("cut.gguf", whole[..length])) is not null, $"cut to {length} of {whole.Length} bytes, it opens");
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    [InlineData(5, 4)]
    [InlineData(6, 4)]
    [InlineData(7, 1)]
    [InlineData(8, 8)]
    [InlineData(10, 8)]
    [InlineData(11, 8)]
    [InlineData(12, 8)]
    public void A_last_value_that_lacks_a_byte_is_not_read_past_the_end_of_the_file(uint type, int bytes)
    {
        var whole = Pair(type).Zeros(bytes).ToArray();
        Assert.Null(Refusal(_folder.Write("whole.gguf", whole)));
        Assert.Contains("ends in the middle", Refusal(_folder.Write("cut.gguf", whole[..^1]))?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_random_damage_is_refused_or_opens_soundly()
    {
        var whole = GgufBytes.SmallSoundFile();
        var random = new Random(20_260_101);
        var refused = 0;
        const int Rounds = 3_000;
        for (var round = 0; round < Rounds; round++)
        {
            refused += Refusal(_folder.Write("damaged.gguf", Damage(whole, random))) is null ? 0 : 1;
        }

        Assert.InRange(refused, Rounds / 10, Rounds * 9 / 10);
    }

    [Fact]
    public void A_missing_file_is_refused_by_its_name()
    {
        var path = _folder.File("absent.gguf");
        Assert.Equal($"{path}: no such model file", Refusal(path)?.Message);
        Assert.Contains("no such model file", Refusal(_folder.File("absent/absent.gguf"))?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_refused() => Assert.NotNull(Refusal(_folder.Path));

    [Fact]
    public void A_refused_file_is_let_go_of()
    {
        var path = _folder.Write("hostile.gguf", s_files["a misaligned offset"].Bytes);
        Assert.NotNull(Refusal(path));
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(stream.CanWrite);
    }

    private static GgufBytes Pair(uint type) => GgufBytes.Header(0, 1).Pair("k", type);

    private static GgufBytes Alignment(uint type) => GgufBytes.Header(0, 1).Pair("general.alignment", type);

    /// <summary>A file of one tensor and 128 bytes of data.</summary>
    private static byte[] Tensor(GgmlType type, ulong offset, params ReadOnlySpan<ulong> dimensions) =>
        GgufBytes.Header(1, 0).Tensor("t", type, offset, dimensions).Pad(32).Zeros(128).ToArray();

    private static byte[] Nested(int depth)
    {
        var file = Pair(9);
        for (var level = 1; level < depth; level++)
        {
            file.U32(9).U64(1);
        }

        return file.U32(7).U64(1).Raw(1).ToArray();
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var bytes = whole.ToArray();
        switch (random.Next(4))
        {
            case 0:
                for (var changes = random.Next(1, 5); changes > 0; changes--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
            case 1:
                ulong[] values = [0, 1, uint.MaxValue, 1UL << 31, 1UL << 63, ulong.MaxValue, GgufBytes.TenBillion, (ulong)bytes.Length];
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(random.Next(bytes.Length - 8)), values[random.Next(values.Length)]);
                return bytes;
            case 2:
                var from = random.Next(bytes.Length);
                return [.. bytes[..from], .. bytes[Math.Min(bytes.Length, from + random.Next(1, 20))..]];
            default:
                var inserted = new byte[random.Next(1, 20)];
                random.NextBytes(inserted);
                var at = random.Next(bytes.Length);
                return [.. bytes[..at], .. inserted, .. bytes[at..]];
        }
    }

    /// <summary>
    /// Opens the file; the refusal, or null where it opens and every tensor lies in it. Fails on any other exception and where
    /// opening allocates more than any sound header needs.
    /// </summary>
    private static ModelFileException? Refusal(string path)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var file = GgufFile.Open(path);
            foreach (var (name, tensor) in file.Tensors)
            {
                Assert.Equal(name, tensor.Name);
                Assert.InRange(tensor.Offset, 24, file.Length);
                Assert.InRange(tensor.ByteLength, 1, file.Length - tensor.Offset);
                Assert.Equal(GgmlTypes.ByteSize(tensor.Type, tensor.Columns * tensor.Rows), tensor.ByteLength);
                var data = new ReadOnlySpan<byte>(file.Data(tensor), (int)tensor.ByteLength);
                Assert.True(data[0] + data[^1] >= 0);
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
}
