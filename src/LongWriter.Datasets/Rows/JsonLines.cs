using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace LongWriter.Datasets.Rows;

/// <summary>The lines of a file, each an object of JSON, one in memory at a time.</summary>
/// <param name="mostBytes">A longer line is passed over and told as a problem.</param>
internal sealed class JsonLines(string path, int mostBytes = JsonLines.MostBytes)
{
    /// <summary>A row of a hundred thousand words takes a hundredth of that.</summary>
    public const int MostBytes = 64 << 20;

    private const int Block = 1 << 16;

    private long _bytesRead;

    /// <summary>Bytes of the file that have been read so far.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Every line that is not empty: the object it holds, or what is wrong with it. Each object is valid until the next is asked for.</summary>
    /// <exception cref="DataFileException">The file cannot be read, or is UTF-16.</exception>
    public async IAsyncEnumerable<(long Line, JsonElement Json, string? Problem)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        await foreach (var line in LinesAsync(cancellationToken).ConfigureAwait(false))
        {
            number++;
            if (line is not { } bytes)
            {
                yield return (number, default, $"is longer than {mostBytes >> 20} MiB");
            }
            else if (!Utf8.IsValid(bytes.Span))
            {
                yield return (number, default, "is not UTF-8");
            }
            else if (!IsBlank(bytes.Span))
            {
                using var json = Parse(bytes, out var problem);
                yield return (number, json?.RootElement ?? default, problem);
            }
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> line, out string? problem)
    {
        try
        {
            var json = JsonDocument.Parse(line);
            problem = json.RootElement.ValueKind == JsonValueKind.Object ? null : $"is {RowJson.Kind(json.RootElement)}, not an object";
            return json;
        }
        catch (JsonException e)
        {
            problem = $"is no JSON: {(e.BytePositionInLine is { } at ? $"at byte {at + 1}" : "it ends too early")}";
            return null;
        }
    }

    /// <summary>Every line; null for one that is too long.</summary>
    private async IAsyncEnumerable<ReadOnlyMemory<byte>?> LinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = DataFile.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            var buffer = new byte[Block];
            var (begin, end, searched, skips) = (0, 0, 0, false);
            for (var first = true; ; first = false)
            {
                if (end == buffer.Length)
                {
                    (buffer, begin, end, searched, skips) = MakeRoom(buffer, begin, end, searched, skips);
                }

                var read = await file.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
                end += read;
                Interlocked.Add(ref _bytesRead, read);
                begin = first ? AfterMark(buffer.AsSpan(0, end)) : begin;
                searched = Math.Max(searched, begin);
                while (buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n') is >= 0 and var at)
                {
                    yield return Line(begin, searched + at);
                    (begin, searched, skips) = (searched + at + 1, searched + at + 1, false);
                }

                searched = end;
                if (read == 0)
                {
                    if (end > begin || skips)
                    {
                        yield return Line(begin, end);
                    }

                    yield break;
                }
            }

            ReadOnlyMemory<byte>? Line(int from, int to) => skips ? (ReadOnlyMemory<byte>?)null : buffer.AsMemory(from, to - from);
        }
    }

    /// <summary>Moves the line in hand to the front; a larger buffer where it fills this one, none of it where it is longer than any row.</summary>
    private (byte[] Buffer, int Begin, int End, int Searched, bool Skips) MakeRoom(byte[] buffer, int begin, int end, int searched, bool skips)
    {
        if (skips || (begin == 0 && end > mostBytes))
        {
            return (buffer, 0, 0, 0, true);
        }

        var larger = begin == 0 ? new byte[buffer.Length * 2] : buffer;
        Buffer.BlockCopy(buffer, begin, larger, 0, end - begin);
        return (larger, 0, end - begin, searched - begin, false);
    }

    /// <summary>Where the text begins behind a byte order mark.</summary>
    private int AfterMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length
        : bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? throw new DataFileException(path, "is UTF-16; convert it first, for example with: iconv -f UTF-16 -t UTF-8")
        : 0;

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r"u8) < 0;
}
