using System.Globalization;
using System.Text;

namespace LongWriter.PaperSmall;

/// <summary>Held-out pairs, as Markdown; nothing where there are none.</summary>
internal static class AlignmentTable
{
    public static string Of(IReadOnlyList<Alignment> alignments)
    {
        if (alignments.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("\n");
        ArmTable.Head(text, ["held-out pairs", "pairs", "accuracy", "margin", "NLL of the chosen before", "after", "change"]);
        foreach (var one in alignments)
        {
            ArmTable.Row(text,
            [
                one.Name,
                one.Pairs.ToString("N0", CultureInfo.InvariantCulture),
                ArmTable.One(one.Accuracy * 100) + "%",
                Exact(one.Margin),
                Exact(one.Before),
                Exact(one.After),
                ArmTable.One(((one.After / one.Before) - 1) * 100) + "%",
            ]);
        }

        return text.ToString();
    }

    private static string Exact(double number) => number.ToString("F4", CultureInfo.InvariantCulture).Replace('-', '−');
}
