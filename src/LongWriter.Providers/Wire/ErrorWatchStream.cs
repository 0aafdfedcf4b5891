using System.Text;
using System.Text.Json;

namespace LongWriter.Providers.Wire;

/// <summary>
/// An answer as it comes, watched for an error object among its lines: endpoints that fail in mid-stream say so there (an SSE event or
/// a line of JSON with a field <c>error</c>), and most libraries pass over it.
/// </summary>
/// <param name="inner">The answer; this owns it.</param>
/// <param name="clean">Takes the key out of what was said.</param>
internal sealed class ErrorWatchStream(Stream inner, Func<string, string> clean) : Stream
{
    /// <summary>A longer line is no error object.</summary>
    private const int LongestLine = 64 * 1024;

    private readonly List<byte> _line = [];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Watch(buffer.Span[..count], ended: count == 0 && buffer.Length > 0);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Watch(buffer.AsSpan(offset, read), ended: read == 0 && count > 0);
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Watch(ReadOnlySpan<byte> read, bool ended)
    {
        while (read.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Add(read[..end]);
            Look();
            read = read[(end + 1)..];
        }

        Add(read);
        if (ended)
        {
            Look();
        }
    }

    private void Add(ReadOnlySpan<byte> part)
    {
        if (_line.Count + part.Length <= LongestLine)
        {
            _line.AddRange(part);
        }
    }

    private void Look()
    {
        var line = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line);

        // In a text that is streamed the quotation marks are escaped: only a field is spelt like this.
        if (line.IndexOf("\"error\""u8) >= 0)
        {
            var text = Encoding.UTF8.GetString(line).Trim();
            text = text.StartsWith("data:", StringComparison.Ordinal) ? text["data:".Length..].TrimStart() : text;
            if (IsError(text))
            {
                throw new RefusedException(null, null, clean(text));
            }
        }

        _line.Clear();
    }

    private static bool IsError(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() > 0 ? array[0] : json.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object or JsonValueKind.String;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
