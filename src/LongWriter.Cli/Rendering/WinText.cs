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
                await output.WriteLineAsync($"{result.Run} against {result.Other}: {result.Interval.Around(result.WinRate)}, {result.Wins} won, {result.Ties} tied, {result.Losses} lost{(result.Unscored > 0 ? $", {result.Unscored} unscored" : "")}");
            }
        }

        if (matrix.Runs.Count > 2)
        {
            await output.WriteLineAsync($"Bradley-Terry: {string.Join(", ", matrix.Runs.Zip(matrix.Strengths).OrderByDescending(run => run.Second).Select(run => $"{run.First} {run.Second:+0.00;-0.00;0.00}"))}");
        }

        if (matrix.Bias.Decided > 0)
        {
            await output.WriteLineAsync($"position: the first was preferred in {matrix.Bias.Interval.Around(matrix.Bias.FirstRate)}; {matrix.Bias.Contradicted} of {Counted.Of(matrix.Bias.Items, "item")} turned with the order");
        }
    }
}
