using System.Globalization;
using System.Text.RegularExpressions;
using LongWriter.Evaluation.Suites;

namespace LongWriter.Evaluation.Scoring;

/// <summary>LongWrite-Ruler: instructions that are asked for at several lengths (paper, section 2).</summary>
/// <param name="Rows">One an instruction.</param>
/// <param name="Longest">The most words written in any sample: the model's maximum.</param>
public sealed record RulerTable(IReadOnlyList<RulerRow> Rows, int Longest)
{
    /// <returns>Null where no instruction stands at two lengths or more.</returns>
    internal static RulerTable? Of(IReadOnlyList<ScoredPrediction> predictions)
    {
        var rows = predictions
            .GroupBy(prediction => Instruction(prediction.Prompt, prediction.Asked), StringComparer.Ordinal)
            .Select(row => new RulerRow(
                row.Key,
                PromptLanguage.Of(row.Key),
                [.. row.GroupBy(prediction => prediction.Asked).OrderBy(cell => cell.Key).Select(RulerCell.Of)],
                row.Max(prediction => prediction.Written)))
            .Where(row => row.Cells.Count > 1)
            .OrderBy(row => row.Language, StringComparer.Ordinal)
            .ThenBy(row => row.Instruction, StringComparer.Ordinal)
            .ToList();
        return rows.Count == 0 ? null : new RulerTable(rows, rows.Max(row => row.Longest));
    }

    /// <summary>The prompt with {L} for its length: 10000, 10,000 and 10k are the same.</summary>
    private static string Instruction(string prompt, int asked)
    {
        string[] forms = [asked.ToString(CultureInfo.InvariantCulture), asked.ToString("N0", CultureInfo.InvariantCulture), .. asked % 1000 == 0 ? [$"{asked / 1000}k", $"{asked / 1000}K"] : Array.Empty<string>()];
        return Regex.Replace(prompt, $@"(?<![\d,.])(?:{string.Join('|', forms)})(?!\d|[,.]\d)", "{L}", RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
    }
}

/// <summary>One instruction.</summary>
/// <param name="Instruction">With {L} for the length.</param>
/// <param name="Language">en or zh.</param>
/// <param name="Cells">By words asked for, rising.</param>
/// <param name="Longest">The most words written in any sample.</param>
public sealed record RulerRow(string Instruction, string Language, IReadOnlyList<RulerCell> Cells, int Longest);

/// <summary>One instruction at one length.</summary>
/// <param name="Asked">Words asked for.</param>
/// <param name="Written">Mean words written.</param>
/// <param name="LengthScore">Mean S_l.</param>
/// <param name="Stops">Why its samples ended, with how many.</param>
public sealed record RulerCell(int Asked, double Written, double LengthScore, IReadOnlyDictionary<string, int> Stops)
{
    internal static RulerCell Of(IGrouping<int, ScoredPrediction> samples) => new(
        samples.Key,
        samples.Average(sample => sample.Written),
        samples.Average(sample => sample.LengthScore),
        StopReasons.Of(samples));
}
