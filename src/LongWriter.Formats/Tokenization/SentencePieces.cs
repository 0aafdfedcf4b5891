namespace LongWriter.Formats.Tokenization;

/// <summary>Where a SentencePiece vocabulary puts a space that the text does not have, so that a first word is the token it is elsewhere.</summary>
public enum LeadingSpace
{
    None,

    /// <summary>Before the first word of all, unless there is a space (Metaspace, "first"; Mistral 7B v0.3).</summary>
    First,

    /// <summary>Before each stretch of text between special tokens, unless there is a space (Metaspace, "always").</summary>
    Always,

    /// <summary>Before each stretch of text between special tokens, a second one where it begins with a space (Prepend; Llama 2 and Mistral 7B).</summary>
    Added,
}

/// <summary>What stands before a text that is encoded.</summary>
public enum TextPlace
{
    /// <summary>Nothing.</summary>
    Start,

    /// <summary>A special token.</summary>
    AfterSpecial,

    /// <summary>Other text: this goes on where that ended.</summary>
    WithinText,
}

/// <summary>How a SentencePiece vocabulary writes text: spaces as <see cref="Space"/>, characters that are no tokens as their bytes.</summary>
/// <param name="Splits">A token never crosses into the next word (Metaspace with "split").</param>
public sealed record SentencePieces(LeadingSpace Leading, bool Splits = false)
{
    /// <summary>U+2581, which stands for the space.</summary>
    public const char Space = '\u2581';

    /// <summary>The name of the token that stands for a byte.</summary>
    public static string ByteToken(byte value) => $"<0x{value:X2}>";

    /// <summary>The text as tokens spell it.</summary>
    internal string Write(ReadOnlySpan<char> text, TextPlace place)
    {
        var leads = text.Length > 0 && place != TextPlace.WithinText && Leading switch
        {
            LeadingSpace.None => false,
            LeadingSpace.Added => true,
            LeadingSpace.First => place == TextPlace.Start && text[0] is not (' ' or Space),
            _ => text[0] is not (' ' or Space),
        };
        return $"{(leads ? " " : "")}{text}".Replace(' ', Space);
    }

    /// <summary>
    /// Pieces that are merged by themselves. Where no token has a space after another character, nothing is ever merged across the
    /// beginning of a word, and cutting there changes no token; it keeps pieces short.
    /// </summary>
    internal static IReadOnlyList<(int Start, int Length)> Cut(string written, bool everySpace)
    {
        var pieces = new List<(int Start, int Length)>((written.Length / 5) + 1);
        var start = 0;
        for (var i = 1; i < written.Length; i++)
        {
            if (written[i] == Space && (everySpace || written[i - 1] != Space))
            {
                pieces.Add((start, i - start));
                start = i;
            }
        }

        if (written.Length > 0)
        {
            pieces.Add((start, written.Length - start));
        }

        return pieces;
    }
}
