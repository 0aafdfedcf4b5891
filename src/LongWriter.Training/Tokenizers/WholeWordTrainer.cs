using System.Text.Json;
using LongWriter.Formats;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Training.Tokenizers;

/// <summary>
/// Trains a vocabulary of whole words with a fall-back to bytes: the most frequent pieces of the Llama 3 split become tokens, and
/// whatever is not a token is spelled, so that a small model can copy a word it has never seen letter by letter. In tokenizer.json
/// terms the merges are few (space + letter) and <c>ignore_merges</c> is true.
/// </summary>
public static class WholeWordTrainer
{
    /// <summary>Llama 3's special tokens, the ones its chat template uses.</summary>
    public static readonly IReadOnlyList<string> SpecialTokens = ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];

    /// <summary>The smallest vocabulary: bytes, letters and special tokens with some room for words.</summary>
    public const int LeastSize = 512;

    /// <param name="texts">The texts to count pieces in.</param>
    /// <param name="size">Tokens in all, special ones included; at least <see cref="LeastSize"/>.</param>
    /// <param name="leastCount">A piece seen less often is left to the bytes.</param>
    public static Vocabulary Train(IEnumerable<string> texts, int size, int leastCount)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, LeastSize);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        var splitter = PreTokenizer.Find(PreTokenizer.Llama3)!;
        foreach (var text in texts)
        {
            foreach (var match in splitter.EnumerateMatches(text))
            {
                var piece = text.AsSpan(match.Index, match.Length);

                // Numbers stay digits: a length of 737 words must read as well as one of 700. A piece that begins with any number
                // sign (½5) may hold digits.
                if (!char.IsNumber(piece[0]))
                {
                    lookup[piece] = lookup.TryGetValue(piece, out var seen) ? seen + 1 : 1;
                }
            }
        }

        var tokens = Enumerable.Range(0, 256).Select(b => ByteAlphabet.ToChar((byte)b).ToString()).ToList();
        var known = tokens.ToHashSet(StringComparer.Ordinal);
        var space = ByteAlphabet.ToChar((byte)' ').ToString();
        var merges = new List<(string, string)>();
        foreach (var letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        {
            merges.Add((space, letter.ToString()));
            Add(space + letter);
        }

        foreach (var (piece, _) in counts.Where(pair => pair.Value >= leastCount).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (tokens.Count >= size - SpecialTokens.Count)
            {
                break;
            }

            Add(ByteAlphabet.FromText(piece));
        }

        var first = tokens.Count;
        tokens.AddRange(SpecialTokens);
        return new Vocabulary(tokens, merges, Enumerable.Range(first, SpecialTokens.Count).ToHashSet(), PreTokenizer.Llama3, IgnoreMerges: true, first, tokens.Count - 1);

        void Add(string token)
        {
            if (known.Add(token))
            {
                tokens.Add(token);
            }
        }
    }

    /// <summary>Every string of a JSONL file's rows; blank lines are passed over.</summary>
    /// <exception cref="ModelFileException">A line is no valid row; the message names it.</exception>
    public static IEnumerable<string> Texts(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            foreach (var text in string.IsNullOrWhiteSpace(line) ? [] : Strings(path, line, number))
            {
                yield return text;
            }
        }
    }

    private static List<string> Strings(string path, string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var strings = new List<string>();
            if (json.RootElement.TryGetProperty("text", out var text))
            {
                strings.Add(text.GetString() ?? "");
            }

            if (json.RootElement.TryGetProperty("messages", out var messages))
            {
                foreach (var message in messages.EnumerateArray())
                {
                    strings.Add(message.GetProperty("role").GetString() ?? "");
                    strings.Add(message.GetProperty("content").GetString() ?? "");
                }
            }

            return strings;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ModelFileException(path, $"line {number} is no row with 'text' or 'messages': {e.Message}", e);
        }
    }
}
