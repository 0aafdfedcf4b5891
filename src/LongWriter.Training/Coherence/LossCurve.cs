namespace LongWriter.Training.Coherence;

/// <summary>
/// The cumulative average of a model's cross-entropy over the positions of long texts, as the LongWriter paper measures coherence
/// (a model that follows a text foretells it better and better): at position p the mean over texts of (1/p)·Σ of the first p.
/// </summary>
internal sealed class LossCurve(string name, int every)
{
    private readonly List<(double Sum, int Texts)> _points = [];

    public string Name => name;

    /// <summary>Texts taken in.</summary>
    public int Texts { get; private set; }

    /// <summary>Takes in one text; it counts at the positions that it reaches.</summary>
    /// <param name="losses">Cross-entropy of each token in nats, in order.</param>
    public void Add(ReadOnlySpan<double> losses)
    {
        Texts++;
        double sum = 0;
        for (var position = 1; position <= losses.Length; position++)
        {
            sum += losses[position - 1];
            if (position % every == 0)
            {
                var point = (position / every) - 1;
                if (point == _points.Count)
                {
                    _points.Add((0, 0));
                }

                _points[point] = (_points[point].Sum + (sum / position), _points[point].Texts + 1);
            }
        }
    }

    /// <summary>One point every so many tokens, up to the longest text.</summary>
    public IReadOnlyList<CurvePoint> Points => [.. _points.Select((point, i) => new CurvePoint(name, (i + 1) * every, point.Sum / point.Texts, point.Texts))];
}

/// <summary>A point of a curve.</summary>
/// <param name="Tokens">The position, in tokens from the beginning of a text.</param>
/// <param name="Nll">Cumulative average cross-entropy in nats a token, the mean over texts.</param>
/// <param name="Texts">Texts that are at least so long.</param>
internal sealed record CurvePoint(string Name, int Tokens, double Nll, int Texts);
