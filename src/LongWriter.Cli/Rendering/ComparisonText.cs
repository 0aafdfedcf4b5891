using LongWriter.Evaluation.Comparing;

namespace LongWriter.Cli.Rendering;

/// <summary>Runs side by side as tables.</summary>
internal static class ComparisonText
{
    public static void Write(Comparison comparison, TextWriter output)
    {
        output.WriteLine($"{Counted.Of(comparison.Items, "prompt")} that all runs have, {comparison.JudgedItems:N0} judged in all; means from 0 to 100 with 95% intervals, none for one prompt");
        output.WriteLine();
        var runs = new TextTable("run", "S_l", "S_q", "S̄");
        foreach (var run in comparison.Runs)
        {
            runs.Add(run.Name, ScoreText.Of(run.Length), ScoreText.Of(run.Quality), ScoreText.Of(run.Total));
        }

        runs.WriteTo(output);
        var pairs = new TextTable("paired by prompt", "score", "difference", "p", "p, Holm");
        foreach (var pair in comparison.Pairs)
        {
            pairs.Add($"{comparison.Runs[pair.Left].Name} − {comparison.Runs[pair.Right].Name}", pair.Score, ScoreText.Of(pair.Difference, "+0.0;-0.0;0.0"), P(pair.PValue), P(pair.Corrected));
        }

        pairs.WriteTo(output);
        var wins = new TextTable("prompts won by the row", [.. comparison.Runs.Select(run => run.Name)]);
        foreach (var (row, won) in comparison.Wins.Index())
        {
            wins.Add([comparison.Runs[row].Name, .. won.Select((count, column) => row == column ? "" : $"{count:N0}")]);
        }

        wins.WriteTo(output);
        output.WriteLine("p: Wilcoxon's signed-rank test, two-sided; Holm over the pairs of a score. A prompt is won by S̄, or by S_l where a run is not judged on it.");
    }

    private static string P(double value) => value < 0.0001 ? "<0.0001" : $"{value:F4}";
}
