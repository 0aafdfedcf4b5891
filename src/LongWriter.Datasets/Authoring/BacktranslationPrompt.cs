using System.Security.Cryptography;
using System.Text;
using LongWriter.Text;

namespace LongWriter.Datasets.Authoring;

/// <summary>The prompt that asks for the instruction of a text.</summary>
internal static class BacktranslationPrompt
{
    private static readonly string s_prompt = Read();

    /// <summary>First 16 hex digits of its SHA-256.</summary>
    public static string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(s_prompt)))[..16];

    public static string For(string text) =>
        s_prompt.Replace("{WORDS}", Round(WordCount.Of(text)).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("{TEXT}", text, StringComparison.Ordinal);

    /// <summary>As people state lengths: two figures.</summary>
    internal static int Round(int words)
    {
        var unit = (int)Math.Pow(10, Math.Max(0, (int)Math.Log10(Math.Max(words, 1)) - 1));
        return Math.Max(1, (int)Math.Round((double)words / unit) * unit);
    }

    private static string Read()
    {
        using var stream = typeof(BacktranslationPrompt).Assembly.GetManifestResourceStream("datasets.backtranslate.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
