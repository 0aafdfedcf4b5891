using System.Buffers;

namespace LongWriter.Formats.Tokenization;

/// <summary>Finds the added tokens of a text: the leftmost first, the longest of those that begin there.</summary>
internal sealed class AddedTokens
{
    private readonly (string Text, int Id)[] _tokens;
    private readonly SearchValues<string>? _search;

    /// <exception cref="ArgumentException">An added token has no text.</exception>
    public AddedTokens(Vocabulary vocabulary)
    {
        _tokens = [.. vocabulary.AddedIds.Select(id => (vocabulary.Tokens[id], id)).OrderByDescending(token => token.Item1.Length)];
        if (_tokens is [.., ("", var empty)])
        {
            throw new ArgumentException($"the vocabulary has an added token without text (id {empty})", nameof(vocabulary));
        }

        _search = _tokens.Length == 0 ? null : SearchValues.Create([.. _tokens.Select(token => token.Text)], StringComparison.Ordinal);
    }

    /// <summary>The id of the added token that is that text, or null.</summary>
    public int? Find(string text)
    {
        var at = Array.FindIndex(_tokens, token => token.Text == text);
        return at < 0 ? null : _tokens[at].Id;
    }

    /// <summary>The stretches of a text in order: an added token's, or text between two (id null), never empty.</summary>
    public IEnumerable<(int Start, int Length, int? Id)> Cut(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var at = _search is null ? -1 : text.AsSpan(start).IndexOfAny(_search);
            if (at != 0)
            {
                yield return (start, at < 0 ? text.Length - start : at, null);
            }

            if (at < 0)
            {
                yield break;
            }

            start += at;
            var found = Longest(text, start);
            yield return (start, found.Text.Length, found.Id);
            start += found.Text.Length;
        }
    }

    private (string Text, int Id) Longest(string text, int start) => Array.Find(_tokens, token => text.AsSpan(start).StartsWith(token.Text, StringComparison.Ordinal));
}
