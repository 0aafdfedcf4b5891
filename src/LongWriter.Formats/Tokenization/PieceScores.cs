using LongWriter.Formats.Gguf;

namespace LongWriter.Formats.Tokenization;

/// <summary>
/// GGUF gives each piece of a SentencePiece vocabulary a score where tokenizer.json lists merges: two neighbours are merged if they are
/// a piece together, the best score first. Both say the same when the merges are all the ways in which a piece falls into two.
/// </summary>
internal static class PieceScores
{
    /// <summary>Characters of a piece at most; SentencePiece makes none above 16 unless it is told to.</summary>
    private const int MostCharacters = 128;

    public static bool IsByte(string token) => token is ['<', '0', 'x', _, _, '>'] && byte.TryParse(token.AsSpan(3, 2), System.Globalization.NumberStyles.HexNumber, provider: null, out var value) && token == SentencePieces.ByteToken(value);

    /// <summary>0 for what the first merge makes, 1 less for each piece after it; pieces that no merge makes come last.</summary>
    /// <exception cref="ArgumentException">The merges are not all that lead to their pieces, or not in the order of the pieces.</exception>
    public static float[] Of(Vocabulary vocabulary)
    {
        var ids = Ordinary(vocabulary);
        var scores = new Dictionary<string, int>(StringComparer.Ordinal);
        var merges = new HashSet<(string, string)>();
        var last = "";
        foreach (var (left, right) in vocabulary.Merges)
        {
            var piece = left + right;
            if (piece != last && !scores.TryAdd(piece, -scores.Count))
            {
                throw new ArgumentException($"the merges of '{piece}' do not stand together, as those of a SentencePiece vocabulary do; GGUF cannot say in which order these are made", nameof(vocabulary));
            }

            last = piece;
            merges.Add((left, right));
        }

        foreach (var piece in ids)
        {
            if (Halves(piece, ids).FirstOrDefault(halves => !merges.Contains(halves)) is ({ } left, { } right))
            {
                throw new ArgumentException($"'{left}' and '{right}' make the token '{piece}' but are never merged; GGUF cannot say so", nameof(vocabulary));
            }
        }

        return [.. vocabulary.Tokens.Select((token, id) => !ids.Contains(token) || vocabulary.SpecialIds.Contains(id) ? 0f : scores.TryGetValue(token, out var score) ? score : -scores.Count - id)];
    }

    /// <summary>The merges that scores stand for, in Hugging Face's order: best piece first, and within a piece by the ids of its halves.</summary>
    public static (string, string)[] Merges(GgufFile file, string[] tokens, IReadOnlySet<int> ordinary)
    {
        var scores = file.Metadata.GetReals("tokenizer.ggml.scores");
        if (scores is null || scores.Length != tokens.Length)
        {
            throw new ModelFileException(file.Path, $"has {tokens.Length} tokens but {scores?.Length ?? 0} scores");
        }

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in ordinary)
        {
            if (tokens[id].Length > MostCharacters)
            {
                throw new ModelFileException(file.Path, $"has a token of {tokens[id].Length} characters (id {id}); {MostCharacters} are the most");
            }

            ids.TryAdd(tokens[id], id);
        }

        var known = ids.Keys.ToHashSet(StringComparer.Ordinal);
        var made = ids.Select(token => (Id: token.Value, Halves: Halves(token.Key, known).OrderBy(halves => ids[halves.Item1]).ThenBy(halves => ids[halves.Item2]).ToList()))
            .Where(piece => piece.Halves.Count > 0).OrderByDescending(piece => scores[piece.Id]).ToList();
        for (var i = 1; i < made.Count; i++)
        {
            if (!(scores[made[i].Id] < scores[made[i - 1].Id]))
            {
                throw new ModelFileException(file.Path, $"the tokens '{tokens[made[i - 1].Id]}' and '{tokens[made[i].Id]}' have the same score, so that nothing says which is merged first; convert the model again with its tokenizer.model at hand");
            }
        }

        return [.. made.SelectMany(piece => piece.Halves)];
    }

    private static HashSet<string> Ordinary(Vocabulary vocabulary) => Enumerable.Range(0, vocabulary.Tokens.Count)
        .Where(id => !vocabulary.SpecialIds.Contains(id) && !vocabulary.AddedIds.Contains(id) && !IsByte(vocabulary.Tokens[id]))
        .Select(id => vocabulary.Tokens[id]).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<(string, string)> Halves(string piece, HashSet<string> pieces)
    {
        for (var cut = 1; cut < piece.Length; cut++)
        {
            if (pieces.Contains(piece[..cut]) && pieces.Contains(piece[cut..]))
            {
                yield return (piece[..cut], piece[cut..]);
            }
        }
    }
}
