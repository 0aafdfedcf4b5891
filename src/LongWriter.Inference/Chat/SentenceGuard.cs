using System.Text;
using LongWriter.Inference.Sampling;

namespace LongWriter.Inference.Chat;

/// <summary>
/// Holds an answer back sentence by sentence, so that one that goes wrong can be dropped and drawn again from its first token: one that
/// begins to say over what stands, since small models fall back on the phrases they like best, and a section written anew repeats others of
/// them, a sentence does not; and one that loses its thread, whose surprise, summed over its tokens, goes beyond that of whole sentences.
/// </summary>
/// <param name="most">The most surprise of a sentence, in nats.</param>
internal sealed class SentenceGuard(PhraseMemory memory, float most = float.PositiveInfinity)
{
    /// <summary>Draws of one sentence; the last stands, whatever it repeats and however it surprises.</summary>
    public const int MostDraws = 8;

    /// <summary>After a draw that repeats, the next one is that much warmer: what was drawn once is likely to be drawn again.</summary>
    public const float Warming = 0.1f;

    /// <summary>Beyond it sentences fall apart: at 1.7 times 0.8 the embedded model repeated half as much and wrote noise late in 20,000 words.</summary>
    public const float MostWarmth = 1.25f;

    private readonly StringBuilder _sentence = new();
    private int _draws = 1;
    private int _repeats;
    private float _surprise;

    /// <summary>
    /// Whether the next token begins a sentence that is drawn again. The first draw said that the text goes on here; with every draw a
    /// chance to end it, texts that repeat much would end early.
    /// </summary>
    public bool BeginsAgain => _draws > 1 && _sentence.Length == 0;

    /// <summary>What the temperature is multiplied with while the sentence under way is drawn.</summary>
    public float Warmth => MathF.Min(MostWarmth, 1 + (Warming * _repeats));

    /// <summary>Whether a new sentence, or the line after a heading, begins with this piece of text.</summary>
    public bool Begins(string piece)
    {
        if (piece.Length == 0 || !char.IsWhiteSpace(piece[0]))
        {
            return false;
        }

        var last = _sentence.Length - 1;
        while (last >= 0 && (_sentence[last] is '"' or '\'' or ')' or '”' or '’'))
        {
            last--;
        }

        return last >= 0 && (_sentence[last] is '.' or '!' or '?' || (piece.Contains('\n', StringComparison.Ordinal) && !char.IsWhiteSpace(_sentence[last])));
    }

    /// <summary>Ends the sentence under way and returns its text, which is final.</summary>
    public string Accept()
    {
        var text = _sentence.ToString();
        memory.Add(text);
        Clear();
        (_draws, _repeats) = (1, 0);
        return text;
    }

    /// <summary>Adds a piece to the sentence.</summary>
    /// <param name="surprise">−ln p of its token, in nats.</param>
    /// <returns>False where the sentence repeats what stands, or surprises too much, and is to be drawn again: it is dropped.</returns>
    public bool Push(string piece, float surprise = 0)
    {
        _surprise += surprise;

        // Its last word is whole once something else follows.
        var wordEnded = piece.Length > 0 && !char.IsLetterOrDigit(piece[0]);
        var repeats = wordEnded && _draws < MostDraws && memory.Holds(_sentence.ToString());
        if (repeats || (_draws < MostDraws && _surprise > most))
        {
            Clear();
            _draws++;
            _repeats += repeats ? 1 : 0;
            return false;
        }

        _sentence.Append(piece);
        return true;
    }

    private void Clear()
    {
        _sentence.Clear();
        _surprise = 0;
    }
}
