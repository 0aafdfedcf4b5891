using System.Runtime.InteropServices;

namespace LongWriter.Inference.Sampling;

/// <summary>
/// Runs of words that a text holds already, as 64-bit hashes of their lower-cased words (8 bytes and a counter each). A run that
/// stands <see cref="Term"/> times is a name or a term of the text, which it has to be free to say again.
/// </summary>
/// <param name="length">Words of a run, 1 or more.</param>
public sealed class PhraseMemory(int length)
{
    /// <summary>From that many occurrences on a run is a term.</summary>
    public const int Term = 3;

    private readonly Dictionary<ulong, int> _times = [];

    /// <summary>Words of a run.</summary>
    public int Length { get; } = length > 0 ? length : throw new ArgumentOutOfRangeException(nameof(length), length, "a run has one word or more");

    /// <summary>Remembers every run of a text, over the ends of its sentences too.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var words = new List<ulong>();
        for (var at = 0; NextWord(text, ref at) is { IsEmpty: false } word;)
        {
            words.Add(Hash(word));
        }

        for (var end = Length; end <= words.Count; end++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_times, Run(CollectionsMarshal.AsSpan(words)[(end - Length)..end]), out _)++;
        }
    }

    /// <summary>Whether any run of <paramref name="sentence"/> stands in the text and is no term.</summary>
    public bool Holds(ReadOnlySpan<char> sentence)
    {
        Span<ulong> last = Length <= 16 ? stackalloc ulong[Length] : new ulong[Length];
        var words = 0;
        for (var at = 0; NextWord(sentence, ref at) is { IsEmpty: false } word;)
        {
            last[1..].CopyTo(last);
            last[^1] = Hash(word);
            if (++words >= Length && _times.GetValueOrDefault(Run(last)) is > 0 and < Term)
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> NextWord(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length && !IsWord(text[at]))
        {
            at++;
        }

        var from = at;
        while (at < text.Length && IsWord(text[at]))
        {
            at++;
        }

        return text[from..at];
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '\'';

    /// <summary>FNV-1a over the lower-cased characters: the same on every machine and in every run, as resuming needs.</summary>
    private static ulong Hash(ReadOnlySpan<char> word)
    {
        var hash = 14695981039346656037;
        foreach (var c in word)
        {
            hash = unchecked((hash ^ char.ToLowerInvariant(c)) * 1099511628211);
        }

        return hash;
    }

    private static ulong Run(ReadOnlySpan<ulong> words)
    {
        ulong run = 0;
        foreach (var word in words)
        {
            run = unchecked((ulong.RotateLeft(run, 23) ^ word) * 0x9E3779B97F4A7C15);
        }

        return run;
    }
}
