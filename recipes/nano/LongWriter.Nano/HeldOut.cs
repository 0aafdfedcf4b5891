namespace LongWriter.Nano;

/// <summary>Words of the evaluation subjects, kept out of the corpus whole (LongWrite-Ruler's four and our ten).</summary>
internal static class HeldOut
{
    public static readonly IReadOnlyList<string> Words =
    [
        "origami", "glacier", "falcon", "tidal", "tide", "submarine", "cable", "violin", "orchard", "bicycle", "coral", "reef", "marathon",
        "roman", "rome", "empire", "china", "chinese", "climate", "economy", "heroine", "teenage",
    ];

    /// <summary>Whether the text holds one of them, as a word or inside one.</summary>
    public static bool Contains(string text) => Words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase) && (word.Length > 4 || HasWord(text, word)));

    private static bool HasWord(string text, string word) =>
        text.Split(' ', ',', '.', '"', '?', '!', '\n', '-').Any(part => part.Equals(word, StringComparison.OrdinalIgnoreCase) || part.Equals(word + "s", StringComparison.OrdinalIgnoreCase));
}
