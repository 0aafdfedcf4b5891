namespace LongWriter.Training.Optimization;

/// <summary>Linear warm-up, then cosine (the paper) or a constant rate with a linear end, from <see cref="Peak"/> down to <see cref="Floor"/> of it.</summary>
/// <param name="Peak">The largest rate.</param>
/// <param name="WarmUp">Share of all steps spent rising, 0 to 1; the paper uses 0.03.</param>
/// <param name="Floor">Last rate as a share of the peak.</param>
/// <param name="DecayFrom">Share of all steps after which a linear decay begins; null for cosine over everything after warm-up.</param>
public sealed record LearningRate(double Peak, double WarmUp, double Floor, double? DecayFrom)
{
    /// <param name="progress">Share of the run done, 0 to 1, by steps or by time.</param>
    public double At(double progress)
    {
        if (progress < WarmUp)
        {
            // Never 0, so that the first step moves, and never above the peak, however short the warm-up.
            return Peak * Math.Min(1, Math.Max(progress, 1e-3) / WarmUp);
        }

        if (DecayFrom is { } from)
        {
            var down = Math.Clamp((progress - from) / Math.Max(1e-9, 1 - from), 0, 1);
            return Peak * (1 - (down * (1 - Floor)));
        }

        var turn = Math.Clamp((progress - WarmUp) / Math.Max(1e-9, 1 - WarmUp), 0, 1);
        return Peak * (Floor + ((1 - Floor) * 0.5 * (1 + Math.Cos(Math.PI * turn))));
    }
}
