using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LongWriter.Formats.Gguf;

/// <summary>Reads the header of a GGUF file from mapped memory, never past <c>length</c>.</summary>
internal unsafe ref struct GgufHeaderReader(string path, byte* start, long length)
{
    private const int MaxDimensions = 4;
    private const int MaxNesting = 4;

    // Far above any model. What a count claims is allocated before it is read, and a large file has room for large lies.
    private const int MostTensors = 1 << 16;
    private const int MostPairs = 1 << 16;
    private const int MostElements = 1 << 20;
    private const int LongestName = ushort.MaxValue;
    private const int LongestText = 1 << 26;
    private long _position;

    public (GgufMetadata Metadata, IReadOnlyDictionary<string, GgufTensor> Tensors) Read()
    {
        if (ReadUInt32() != 0x46554747)
        {
            throw Bad(0, "not a GGUF model (its first four bytes are not 'GGUF')");
        }

        var version = ReadUInt32();
        if (version is not (2 or 3))
        {
            throw Bad(4, $"GGUF version {version} is not supported; convert the model to version 3");
        }

        // A tensor entry takes at least 24 bytes and a pair at least 13: larger counts than that are lies, found before any allocation.
        var tensorCount = ReadCount("tensors", 24, MostTensors);
        var pairCount = ReadCount("metadata pairs", 13, MostPairs);
        var pairs = new Dictionary<string, object>(pairCount, StringComparer.Ordinal);
        for (var i = 0; i < pairCount; i++)
        {
            var at = _position;
            var key = ReadString(LongestName);
            if (!pairs.TryAdd(key, ReadValue(ReadUInt32(), 0)))
            {
                throw Bad(at, $"metadata key '{key}' stands twice");
            }
        }

        var metadata = new GgufMetadata(path, pairs);
        return (metadata, ReadTensors(tensorCount, metadata));
    }

    private Dictionary<string, GgufTensor> ReadTensors(int count, GgufMetadata metadata)
    {
        var alignment = metadata.GetInt64("general.alignment", 32);
        if (alignment is < 1 or > 1 << 20 || (alignment & (alignment - 1)) != 0)
        {
            throw Bad(_position, $"general.alignment is {alignment}, which is no power of two up to 1 MiB");
        }

        var entries = new List<(long At, string Name, GgmlType Type, long[] Dimensions, ulong Offset)>(count);
        for (var i = 0; i < count; i++)
        {
            var at = _position;
            var name = ReadString(LongestName);
            var rank = ReadUInt32();
            if (rank is 0 or > MaxDimensions)
            {
                throw Bad(at, $"tensor '{name}' has {rank} dimensions; 1 to {MaxDimensions} are allowed");
            }

            var dimensions = new long[rank];
            for (var d = 0; d < rank; d++)
            {
                var size = ReadUInt64();
                dimensions[d] = size is > 0 and <= int.MaxValue ? (long)size : throw Bad(at, $"tensor '{name}' has a dimension of {size}");
            }

            entries.Add((at, name, (GgmlType)ReadUInt32(), dimensions, ReadUInt64()));
        }

        var dataStart = (_position + alignment - 1) / alignment * alignment;
        var tensors = new Dictionary<string, GgufTensor>(count, StringComparer.Ordinal);
        foreach (var (at, name, type, dimensions, offset) in entries)
        {
            if (!GgmlTypes.IsSupported(type))
            {
                throw Bad(at, $"tensor '{name}' has element type {(int)type}; F32, F16, BF16 and Q8_0 are supported: convert the model to one of these");
            }

            var bytes = ByteLength(at, name, type, dimensions);
            if (offset % (ulong)alignment != 0)
            {
                throw Bad(at, $"tensor '{name}' starts at data offset {offset}, which is not a multiple of {alignment}");
            }

            if (offset > (ulong)length || dataStart + (long)offset > length - bytes)
            {
                throw Bad(at, $"tensor '{name}' lies outside the file ({bytes} bytes at data offset {offset}, file of {length} bytes); the file is cut or damaged: fetch it again");
            }

            if (!tensors.TryAdd(name, new GgufTensor(name, type, dimensions, dataStart + (long)offset, bytes)))
            {
                throw Bad(at, $"tensor '{name}' stands twice");
            }
        }

        return tensors;
    }

    private readonly long ByteLength(long at, string name, GgmlType type, long[] dimensions)
    {
        try
        {
            var elements = dimensions.Aggregate(1L, (a, b) => checked(a * b));
            if (type == GgmlType.Q8_0 && dimensions[0] % GgmlTypes.Q8BlockLength != 0)
            {
                throw Bad(at, $"tensor '{name}' is Q8_0 with rows of {dimensions[0]}, not a multiple of {GgmlTypes.Q8BlockLength}");
            }

            return GgmlTypes.ByteSize(type, elements);
        }
        catch (OverflowException)
        {
            throw Bad(at, $"tensor '{name}' claims more elements than any file can hold");
        }
    }

    private object ReadValue(uint type, int depth)
    {
        switch (type)
        {
            case 0: return (long)ReadByte();
            case 1: return (long)(sbyte)ReadByte();
            case 2: return (long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2));
            case 3: return (long)BinaryPrimitives.ReadInt16LittleEndian(Take(2));
            case 4: return (long)ReadUInt32();
            case 5: return (long)(int)ReadUInt32();
            case 6: return (double)BinaryPrimitives.ReadSingleLittleEndian(Take(4));
            case 7: return ReadByte() != 0;
            case 8: return ReadString(LongestText);
            case 9: return ReadArray(depth);
            case 10: return ReadUInt64();
            case 11: return (long)ReadUInt64();
            case 12: return BinaryPrimitives.ReadDoubleLittleEndian(Take(8));
            default: throw Bad(_position - 4, $"metadata value type {type} is unknown");
        }
    }

    private object ReadArray(int depth)
    {
        if (depth >= MaxNesting)
        {
            throw Bad(_position, $"metadata arrays are nested deeper than {MaxNesting}");
        }

        var type = ReadUInt32();
        var least = type switch { 0 or 1 or 7 => 1, 2 or 3 => 2, 4 or 5 or 6 => 4, 9 => 12, _ => 8 };
        var count = ReadCount("array elements", least, MostElements);
        if (type == 8)
        {
            var strings = new string[count];
            for (var i = 0; i < count; i++)
            {
                strings[i] = ReadString(LongestName);
            }

            return strings;
        }

        var values = new object[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ReadValue(type, depth + 1);
        }

        return values;
    }

    private int ReadCount(string what, int leastBytesEach, int most)
    {
        var at = _position;
        var count = ReadUInt64();
        return count <= (ulong)((length - _position) / leastBytesEach) && count <= (ulong)most
            ? (int)count
            : throw Bad(at, $"claims {count.ToString(CultureInfo.InvariantCulture)} {what}, more than the file can hold or any model has; it is damaged");
    }

    private string ReadString(int most)
    {
        var at = _position;
        var bytes = ReadUInt64();
        return bytes <= (ulong)(length - _position) && bytes <= (ulong)most
            ? Encoding.UTF8.GetString(Take((int)bytes))
            : throw Bad(at, $"claims a string of {bytes.ToString(CultureInfo.InvariantCulture)} bytes, more than the file can hold or any model has; it is damaged");
    }

    private byte ReadByte() => Take(1)[0];

    private uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (bytes > length - _position)
        {
            throw Bad(_position, "the header ends in the middle; the file is cut: fetch it again");
        }

        var span = new ReadOnlySpan<byte>(start + _position, bytes);
        _position += bytes;
        return span;
    }

    private readonly ModelFileException Bad(long at, string reason) => new(path, $"{reason} (at byte {at.ToString(CultureInfo.InvariantCulture)})");
}
