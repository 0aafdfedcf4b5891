using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace LongWriter.Formats.SafeTensors;

/// <summary>A tensor as safetensors holds it: row-major little-endian data.</summary>
/// <param name="Type">F32, F16, BF16 or I64, as the format names them.</param>
/// <param name="Shape">Outermost dimension first.</param>
public sealed record SafeTensor(string Type, long[] Shape, byte[] Data);

/// <summary>Where a tensor lies in its file.</summary>
/// <param name="Offset">Bytes from the file's beginning.</param>
/// <param name="Length">Bytes of its data.</param>
public sealed record SafeTensorPlace(string Type, long[] Shape, long Offset, int Length);

/// <summary>Reads and writes safetensors files (an eight-byte header length, a JSON header, the data).</summary>
public static class SafeTensorsFile
{
    private const long LongestHeader = 100_000_000;

    /// <summary>Bytes per element of a type name.</summary>
    public static int ElementSize(string type) => type switch
    {
        "F64" or "I64" => 8,
        "F32" or "I32" => 4,
        "F16" or "BF16" => 2,
        "I8" or "U8" or "BOOL" => 1,
        _ => throw new ArgumentException($"safetensors type '{type}' is not supported", nameof(type)),
    };

    /// <exception cref="ModelFileException">The file is missing, cut, or its ranges do not fit its shapes.</exception>
    public static Dictionary<string, SafeTensor> Load(string path)
    {
        var tensors = new Dictionary<string, SafeTensor>(StringComparer.Ordinal);
        foreach (var (name, place) in Places(path))
        {
            tensors.Add(name, Read(path, place));
        }

        return tensors;
    }

    /// <summary>Reads one tensor, for files that are larger than the memory that is left.</summary>
    /// <exception cref="ModelFileException">The file cannot be read.</exception>
    public static SafeTensor Read(string path, SafeTensorPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        try
        {
            using var stream = File.OpenRead(path);
            stream.Position = place.Offset;
            var data = new byte[place.Length];
            stream.ReadExactly(data);
            return new SafeTensor(place.Type, place.Shape, data);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads the header alone: every tensor's type, shape and place.</summary>
    /// <exception cref="ModelFileException">The file is missing, cut, or its ranges do not fit its shapes.</exception>
    public static Dictionary<string, SafeTensorPlace> Places(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            Span<byte> prefix = stackalloc byte[8];
            stream.ReadExactly(prefix);
            var headerLength = BinaryPrimitives.ReadInt64LittleEndian(prefix);
            if (headerLength is < 2 or > LongestHeader || headerLength > stream.Length - 8)
            {
                throw new ModelFileException(path, $"claims a header of {headerLength} bytes; it is damaged or no safetensors file");
            }

            var header = new byte[headerLength];
            stream.ReadExactly(header);
            using var json = JsonDocument.Parse(header);
            var dataStart = 8 + headerLength;
            var unclaimed = stream.Length - dataStart;
            var places = new Dictionary<string, SafeTensorPlace>(StringComparer.Ordinal);
            foreach (var entry in json.RootElement.EnumerateObject())
            {
                if (entry.NameEquals("__metadata__"))
                {
                    continue;
                }

                var type = entry.Value.GetProperty("dtype").GetString() ?? "";
                var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
                var range = entry.Value.GetProperty("data_offsets");
                var (begin, end) = (range[0].GetInt64(), range[1].GetInt64());
                var expected = shape.Aggregate((long)ElementSize(type), (a, b) => b >= 0 ? checked(a * b) : throw new FormatException($"tensor '{entry.Name}' has a size of {b}"));
                if (begin < 0 || end < begin || end > stream.Length - dataStart || end - begin != expected)
                {
                    throw new ModelFileException(path, $"tensor '{entry.Name}' claims bytes {begin} to {end}, its shape needs {expected}; the file is damaged");
                }

                if (expected > Array.MaxLength)
                {
                    throw new ModelFileException(path, $"tensor '{entry.Name}' has {expected} bytes; at most {Array.MaxLength} are supported");
                }

                // Ranges never overlap in this format: a small file could fill the memory with them.
                unclaimed -= expected;
                if (unclaimed < 0)
                {
                    throw new ModelFileException(path, $"its tensors up to '{entry.Name}' claim more bytes than the file holds; the file is damaged");
                }

                places.Add(entry.Name, new SafeTensorPlace(type, shape, dataStart + begin, (int)expected));
            }

            return places;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(path, $"cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            throw new ModelFileException(path, $"has a broken header: {e.Message}", e);
        }
    }

    /// <summary>Writes the tensors in name order, the data eight-byte aligned, to a temporary name first.</summary>
    public static void Save(string path, IReadOnlyDictionary<string, SafeTensor> tensors)
    {
        var ordered = tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteEndObject();
            long offset = 0;
            foreach (var (name, tensor) in ordered)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", tensor.Type);
                json.WriteStartArray("shape");
                Array.ForEach(tensor.Shape, json.WriteNumberValue);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Data.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        var padding = (8 - (header.Length % 8)) % 8;
        header.Write(Encoding.ASCII.GetBytes(new string(' ', (int)padding)));
        var temporary = path + ".tmp";
        using (var stream = File.Create(temporary))
        {
            Span<byte> prefix = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
            stream.Write(prefix);
            header.WriteTo(stream);
            foreach (var (_, tensor) in ordered)
            {
                stream.Write(tensor.Data);
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
