using System.Globalization;
using System.Text;

namespace LongWriter.Soak;

/// <summary>Sections ready to be sent: each is its events, framed as chunks of HTTP. No two have a heading or a sentence in common.</summary>
internal sealed class SectionPool
{
    /// <summary>More than any document has sections, so that a document has none twice.</summary>
    private const int Count = 500;

    private readonly byte[][][] _sections;

    public SectionPool(Settings settings)
    {
        var random = new Random(11);
        _sections = [.. Enumerable.Range(0, Count).Select(_ => Events(Text(random, settings.Words), settings))];
    }

    public byte[][] Section(int document, int step) => _sections[((document * 31) + step) % Count];

    private static byte[][] Events(string text, Settings settings)
    {
        var events = new byte[settings.Pieces + 1][];
        for (var i = 0; i < settings.Pieces; i++)
        {
            var (from, to) = ((int)((long)text.Length * i / settings.Pieces), (int)((long)text.Length * (i + 1) / settings.Pieces));
            events[i] = Frame($$"""data: {"choices":[{"index":0,"delta":{"content":"{{text[from..to].Replace("\n", "\\n", StringComparison.Ordinal)}}"},"finish_reason":null}]}""" + "\n\n");
        }

        events[^1] = [.. Frame($$$"""data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":0,"completion_tokens":{{{settings.Tokens}}}}}""" + "\n\ndata: [DONE]\n\n"), .. "0\r\n\r\n"u8];
        return events;
    }

    private static byte[] Frame(string text) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Length:x}\r\n{text}\r\n"));

    /// <summary>A heading of two words, then sentences and paragraphs.</summary>
    private static string Text(Random random, int words)
    {
        var text = new StringBuilder($"{Word(random)} {Word(random)}\n\n");
        for (var left = words - 2; left > 0;)
        {
            var count = Math.Min(left, random.Next(9, 18));
            left -= count;
            text.AppendJoin(' ', Enumerable.Range(0, count).Select(_ => Word(random))).Append(random.Next(5) == 0 ? ".\n\n" : ". ");
        }

        return text.ToString().TrimEnd();
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(2, 4)).Select(_ => $"{"bdfgklmnprstvz"[random.Next(14)]}{"aeiou"[random.Next(5)]}"));
}
