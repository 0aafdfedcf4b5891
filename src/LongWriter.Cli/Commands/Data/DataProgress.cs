using System.Globalization;
using LongWriter.Datasets;
using LongWriter.Datasets.Building;

namespace LongWriter.Cli.Commands.Data;

/// <summary>Progress over rows and the time left: a line that is written over on a terminal, a line every ten seconds elsewhere. Reports come one at a time.</summary>
internal sealed class DataProgress(Surroundings around) : IProgress<BuildProgress>
{
    private readonly bool _live = Surroundings.IsTerminal(around.Error);
    private readonly long _start = around.Time.GetTimestamp();
    private TimeSpan _last;

    public void Report(BuildProgress value)
    {
        var elapsed = around.Time.GetElapsedTime(_start);
        if (elapsed - _last < TimeSpan.FromSeconds(_live ? 0.5 : 10) && value.Done < value.Rows)
        {
            return;
        }

        _last = elapsed;
        var left = value.Fresh > 0 && value.Done < value.Rows ? $", {Clock(elapsed / value.Fresh * (value.Rows - value.Done))} left" : "";
        var line = string.Create(CultureInfo.InvariantCulture, $"{value.Done:N0} of {value.Rows:N0} rows, {value.Words:N0} words written{left}");
        if (_live)
        {
            around.Error.Write($"\r\e[K{line}{(value.Done == value.Rows ? Environment.NewLine : "")}");
        }
        else
        {
            around.Error.WriteLine(line);
        }
    }

    /// <summary>What became of the rows, the commonest first: "120 kept, 30 too_short".</summary>
    public static string Counts(IReadOnlyDictionary<Reason, long> counts) =>
        string.Join(", ", counts.Where(pair => pair.Value > 0).OrderBy(pair => pair.Key != Reason.Kept).ThenByDescending(pair => pair.Value).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value:N0} {pair.Key.Name()}")));

    private static string Clock(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";
}
