namespace LongWriter.Evaluation.Pairwise;

/// <summary>
/// Strengths of the Bradley-Terry model, in which i beats j with probability s(i) / (s(i) + s(j)), by the iteration of D. R. Hunter ("MM
/// algorithms for generalized Bradley-Terry models", 2004).
/// </summary>
public static class BradleyTerry
{
    private const int MostSteps = 10_000;
    private const double Enough = 1e-10;

    /// <summary>Each pair begins with so many wins on both sides, else a run that never lost would be infinitely strong.</summary>
    private const double Prior = 0.5;

    /// <param name="wins">[i, j]: wins of i against j, a tie as half of one for both.</param>
    /// <returns>Natural logarithms; their mean is 0.</returns>
    public static IReadOnlyList<double> Strengths(double[,] wins)
    {
        ArgumentNullException.ThrowIfNull(wins);
        var count = wins.GetLength(0);
        double[] strengths = [.. Enumerable.Repeat(1.0, count)];
        for (var step = 0; step < MostSteps; step++)
        {
            var next = new double[count];
            for (var i = 0; i < count; i++)
            {
                var (won, met) = (0.0, 0.0);
                for (var j = 0; j < count; j++)
                {
                    if (i != j)
                    {
                        won += wins[i, j] + Prior;
                        met += (wins[i, j] + wins[j, i] + (2 * Prior)) / (strengths[i] + strengths[j]);
                    }
                }

                next[i] = met == 0 ? 1 : won / met;
            }

            var mean = next.Average(strength => Math.Log(strength));
            var moved = 0.0;
            for (var i = 0; i < count; i++)
            {
                next[i] /= Math.Exp(mean);
                moved = Math.Max(moved, Math.Abs(Math.Log(next[i] / strengths[i])));
            }

            strengths = next;
            if (moved < Enough)
            {
                break;
            }
        }

        return [.. strengths.Select(strength => Math.Log(strength))];
    }
}
