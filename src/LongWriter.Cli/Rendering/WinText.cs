using LongWriter.Evaluation.Pairwise;

namespace LongWriter.Cli.Rendering;

/// <summary>Wins of runs against each other, in lines.</summary>
internal sealed class WinText(TextWriter output)
{
    public async Task WriteAsync(WinMatrix matrix)
    {
        for (var i = 0; i < matrix.Runs.Count; i++)
        {
            foreach (var other in matrix.Runs.Skip(i + 1))
            {
                var result = matrix.Between(matrix.Runs[i], other);
                var rate = result.WinRate is { } known ? $"{100 * known:0.0}% ({100 * result.Interval.Low:0.0}–{100 * result.Interval.High:0.0})" : "–";
                await output.WriteLineAsync($"{result.Run} against {result.Other}: {rate}, {result.Wins} won, {result.Ties} tied, {result.Losses} lost{(result.Unscored > 0 ? $", {result.Unscored} unscored" : "")}");
            }
        }

        if (matrix.Runs.Count > 2)
        {
            await output.WriteLineAsync($"Bradley-Terry: {string.Join(", ", matrix.Runs.Zip(matrix.Strengths).OrderByDescending(run => run.Second).Select(run => $"{run.First} {run.Second:+0.00;-0.00;0.00}"))}");
        }

        if (matrix.Bias.FirstRate is { } first)
        {
            await output.WriteLineAsync($"position: the first was preferred in {100 * first:0.0}% ({100 * matrix.Bias.Interval.Low:0.0}–{100 * matrix.Bias.Interval.High:0.0}); {matrix.Bias.Contradicted} of {matrix.Bias.Items} items turned with the order");
        }
    }
}
