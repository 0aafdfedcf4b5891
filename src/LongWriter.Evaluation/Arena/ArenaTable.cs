using System.Globalization;
using System.Text;
using LongWriter.Evaluation.Pairwise;

namespace LongWriter.Evaluation.Arena;

/// <summary>What people say of two runs, as Markdown.</summary>
public static class ArenaTable
{
    public static string Of(ArenaResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append('\n');

        Line($"{Cell(results.Overall.Run)} against {Cell(results.Overall.Other)}, as people see it: {results.Overall.Votes} {(results.Overall.Votes == 1 ? "vote" : "votes")} on {results.Judged} of {results.Items} {(results.Items == 1 ? "item" : "items")}.");
        Line("");
        Line("| | votes | won | tied | lost | both bad | win rate (95%) |");
        Line("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var count in (ArenaCount[])[results.Overall, .. results.Bins, .. results.Languages])
        {
            Line($"| {count.Group} | {count.Votes} | {count.Wins} | {count.Ties} | {count.Losses} | {count.BothBad} | {count.Interval.Around(count.WinRate)} |");
        }

        Line("");
        Line("A tie is half a win; both bad is a tie. The interval is Wilson's and takes each vote as a trial of its own.");
        Line(results.Agreement is { } alpha
            ? string.Create(CultureInfo.InvariantCulture, $"Agreement of the voters (Krippendorff's alpha, ordinal, {results.SharedItems} items): {alpha:0.00}.")
            : $"Agreement of the voters: not defined ({results.SharedItems} items with two votes or more{(results.SharedItems > 0 ? ", all the same" : "")}).");
        Line($"The text on the left was preferred in {results.Bias.Interval.Around(results.Bias.LeftRate)} of {results.Bias.Decided} decided {(results.Bias.Decided == 1 ? "vote" : "votes")}.");
        if (results.Voters.Count > 0)
        {
            Line("");
            Line("| voter | votes | seconds a vote (median) |");
            Line("|---|---:|---:|");
            foreach (var voter in results.Voters)
            {
                Line(string.Create(CultureInfo.InvariantCulture, $"| {Cell(voter.Name)} | {voter.Votes} | {voter.MedianSeconds:0} |"));
            }
        }

        return text.ToString();
    }

    /// <summary>Names are what people typed: no mark of theirs is to end a cell, begin another or bring HTML.</summary>
    private static string Cell(string name) => string.Concat(name.Select(c => c switch
    {
        '|' or '\\' or '`' or '*' or '_' or '[' or ']' => $"\\{c}",
        '<' => "&lt;",
        '&' => "&amp;",
        _ when char.IsControl(c) => " ",
        _ => c.ToString(),
    }));
}
