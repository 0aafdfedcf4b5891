namespace LongWriter.Evaluation.Judging.Answers;

/// <summary>Letters, digits and marks of Chinese typing as ASCII has them.</summary>
internal static class PlainText
{
    /// <summary>Full-width forms and typographic quotes in their plain forms; as many characters as before.</summary>
    public static string Of(string text) => string.Create(text.Length, text, static (plain, text) =>
    {
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] = Of(text[i]);
        }
    });

    private static char Of(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u3000' or '\u00A0' => ' ',
        '“' or '”' or '„' or '「' or '」' or '『' or '』' or '«' or '»' => '"',
        '‘' or '’' => '\'',
        '【' or '〔' => '[',
        '】' or '〕' => ']',
        '、' => ',',
        '。' => '.',
        '–' or '—' or '−' => '-',
        _ => c,
    };
}
