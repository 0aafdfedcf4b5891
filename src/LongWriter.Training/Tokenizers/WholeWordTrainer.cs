using System.Text.Json;
using LongWriter.Formats;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Training.Tokenizers;

/// <summary>
/// Trains a vocabulary of whole words with a fall-back to short pieces: the words that stand in most texts become tokens, and every
/// other word is built from pieces of a few letters, so that a small model can copy a word it has never seen piece by piece. In
/// tokenizer.json terms the merges make the short pieces alone and <c>ignore_merges</c> is true. Where slots are asked for, such words stand for reserved tokens
/// instead (<see cref="WordSlots"/>), and the pieces are what is left to programs that do not know these.
/// </summary>
public static class WholeWordTrainer
{
    /// <summary>Llama 3's special tokens, the ones its chat template uses.</summary>
    public static readonly IReadOnlyList<string> SpecialTokens = ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];

    /// <summary>The smallest vocabulary: bytes, letters and special tokens with some room for words.</summary>
    public const int LeastSize = 512;

    /// <param name="texts">The texts to count words in.</param>
    /// <param name="size">Tokens in all, special ones included; at least <see cref="LeastSize"/>.</param>
    /// <param name="leastTexts">A word that stands in fewer texts is left to the pieces: what one text alone repeats is its subject.</param>
    /// <param name="pieces">Pieces of two or more letters to learn; 0 spells unknown words letter by letter.</param>
    /// <param name="slots">Tokens to reserve for words of a conversation (<see cref="WordSlots"/>); 0 for none.</param>
    public static Vocabulary Train(IEnumerable<string> texts, int size, int leastTexts, int pieces = 0, int slots = 0)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, LeastSize);
        ArgumentOutOfRangeException.ThrowIfNegative(pieces);
        ArgumentOutOfRangeException.ThrowIfNegative(slots);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slots, size - LeastSize);
        string[] special = slots == 0 ? [.. SpecialTokens] : [.. SpecialTokens, WordSlots.Glue, .. Enumerable.Range(0, slots).Select(WordSlots.Name)];
        var counts = Count(texts);
        var tokens = Enumerable.Range(0, 256).Select(b => ByteAlphabet.ToChar((byte)b).ToString()).ToList();
        var known = tokens.ToHashSet(StringComparer.Ordinal);
        var space = ByteAlphabet.ToChar((byte)' ').ToString();
        var merges = new List<(string, string)>();
        foreach (var letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        {
            merges.Add((space, letter.ToString()));
            Add(space + letter);
        }

        var frequent = counts.Where(pair => pair.Value >= leastTexts).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key).ToList();
        foreach (var (left, right) in ShortPieces.Learn(frequent, pieces))
        {
            merges.Add((ByteAlphabet.FromText(left), ByteAlphabet.FromText(right)));
            Add(ByteAlphabet.FromText(left + right));
        }

        foreach (var word in frequent)
        {
            if (tokens.Count >= size - special.Length)
            {
                break;
            }

            Add(ByteAlphabet.FromText(word));
        }

        var first = tokens.Count;
        tokens.AddRange(special);
        return new Vocabulary(tokens, merges, Enumerable.Range(first, special.Length).ToHashSet(), PreTokenizer.Llama3, IgnoreMerges: true, first, first + SpecialTokens.Count - 1);

        void Add(string token)
        {
            if (known.Add(token))
            {
                tokens.Add(token);
            }
        }
    }

    /// <summary>The number of texts that each piece of the Llama 3 split stands in.</summary>
    private static Dictionary<string, int> Count(IEnumerable<string> texts)
    {
        var counts = new Dictionary<string, (int Texts, int Last)>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        var splitter = PreTokenizer.Find(PreTokenizer.Llama3)!;
        var number = 0;
        foreach (var text in texts)
        {
            number++;
            foreach (var (start, length) in splitter.Split(text))
            {
                var piece = text.AsSpan(start, length);
                if (!char.IsNumber(piece[0]) || IsRound(piece))
                {
                    var (seen, last) = lookup.TryGetValue(piece, out var before) ? before : default;
                    lookup[piece] = last == number ? (seen, last) : (seen + 1, number);
                }
            }
        }

        return counts.ToDictionary(pair => pair.Key, pair => pair.Value.Texts, StringComparer.Ordinal);
    }

    /// <summary>
    /// Round numbers are words: the split takes three digits at a time from the left, so "00" tells 10000 from 1000 ("0") at a glance.
    /// All others stay digits: a length of 737 words must read as well as one of 739.
    /// </summary>
    private static bool IsRound(ReadOnlySpan<char> piece) => piece[^1] == '0' && !piece.ContainsAnyExceptInRange('0', '9');

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
