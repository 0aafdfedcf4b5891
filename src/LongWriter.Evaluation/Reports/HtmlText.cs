using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace LongWriter.Evaluation.Reports;

/// <summary>Text as a page may hold it: no mark-up, no characters that documents must not have.</summary>
internal static class HtmlText
{
    /// <summary>Leaves letters of every script readable in the file.</summary>
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>All but prompts and what was written: one line, with the scores' names set as they are in print.</summary>
    public static string Line(string text) => Encode(OneLine.Of(text)).Replace("S_l", "S<sub>l</sub>", StringComparison.Ordinal).Replace("S_q", "S<sub>q</sub>", StringComparison.Ordinal);

    /// <summary>Names beside the colours and shapes they have in figures; nothing where there is one name only.</summary>
    public static string Legend(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count < 2 ? "" : $"<p class=\"legend\">{string.Concat(all.Select((name, i) => $"<span>{Mark(i)}{Line(name)}</span>"))}</p>";
    }

    /// <summary>The colour and shape of a run in figures.</summary>
    public static string Mark(int run) => string.Create(CultureInfo.InvariantCulture, $"<i class=\"c{run % 6}\" aria-hidden=\"true\">{"●■▲◆▼○"[run % 6]}</i>");

    public static string Encode(string text) => s_encoder.Encode(string.Create(text.Length, text, (into, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            into[i] = from[i] switch
            {
                '\n' or '\t' => from[i],
                '\r' => ' ',
                '\uFFFE' or '\uFFFF' => '\uFFFD',
                var c => char.IsControl(c) ? '\uFFFD' : c,
            };
        }
    }));
}
