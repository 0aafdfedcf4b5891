using System.Globalization;
using LongWriter.Figures;
using LongWriter.Training.Models;

namespace LongWriter.Training.Runs;

/// <summary>Pictures of a whole run, drawn from its files: loss, learning rate, and of preference pairs margin, accuracy and length.</summary>
internal static class RunPlots
{
    /// <summary>Curves of longer runs are means over as many stretches of steps, which a picture can still show.</summary>
    private const int Stretches = 200;

    /// <summary>Writes <c>plots/*.png</c> into a run's folder.</summary>
    /// <exception cref="Formats.ModelFileException">They cannot be written.</exception>
    /// <returns>The folder of the pictures; null where no step was taken.</returns>
    public static string? Save(string folder)
    {
        var history = RunHistory.Read(folder);
        if (history.Steps.Count == 0)
        {
            return null;
        }

        var plots = Path.Combine(folder, "plots");
        using var files = new FileSet(plots);
        foreach (var drawing in Drawings(history))
        {
            files.Write(drawing.Name + ".png", path => File.WriteAllBytes(path, drawing.ToPng()));
        }

        files.Complete();
        return plots;
    }

    internal static IEnumerable<Drawing> Drawings(RunHistory history)
    {
        yield return Draw.Curves("loss", "step", "loss", [Curve("training", history.Of("loss")), .. HeldOut(history)]);
        yield return Rate(history.Of("lr"));
        if (history.Of("margin") is { Count: > 0 } margins)
        {
            yield return Draw.Curves("margin", "step", "margin of rewards", [Curve("margin", margins)]);
            yield return Draw.Curves("accuracy", "step", "pairs told apart", [Curve("accuracy", [.. history.Of("accuracy").Select(point => (point.Step, point.Value * 100))])], "%");
            yield return Draw.Curves("length", "step", "tokens of an answer", [Curve("chosen", history.Of("chosen_tokens")), Curve("rejected", history.Of("rejected_tokens"))], fromZero: true);
        }
    }

    private static IEnumerable<Series> HeldOut(RunHistory history) =>
        history.HeldOut.Count > 0 ? [new Series("held out", [.. history.HeldOut.Select(measured => new Point(measured.Steps, measured.Loss))])] : [];

    /// <summary>In units of a power of ten: rates are far below the decimals that an axis shows.</summary>
    private static Drawing Rate(List<(int Step, double Value)> rates)
    {
        var power = (int)Math.Floor(Math.Log10(Math.Max(rates.Select(rate => rate.Value).DefaultIfEmpty(1).Max(), 1e-30)));
        return Draw.Curves("rate", "step", string.Create(CultureInfo.InvariantCulture, $"learning rate, 1e{power}"), [Curve("rate", [.. rates.Select(rate => (rate.Step, rate.Value / Math.Pow(10, power)))])], fromZero: true);
    }

    private static Series Curve(string name, List<(int Step, double Value)> points)
    {
        var size = Math.Max(1, (points.Count + Stretches - 1) / Stretches);
        return new Series(name, [.. points.Chunk(size).Select(stretch => new Point(stretch.Average(point => point.Step), stretch.Average(point => point.Value)))]);
    }
}
