using System.Globalization;
using LongWriter.Datasets.Selecting;

namespace LongWriter.Cli.Commands.Data;

/// <summary>Progress over logs and the time left: a line that is written over on a terminal, a line every ten seconds elsewhere. Reports come one at a time.</summary>
internal sealed class SelectProgress(Surroundings around) : IProgress<SelectionProgress>
{
    private readonly bool _live = Surroundings.IsTerminal(around.Error);
    private readonly long _start = around.Time.GetTimestamp();
    private TimeSpan _last;

    public void Report(SelectionProgress value)
    {
        var elapsed = around.Time.GetElapsedTime(_start);
        if (elapsed - _last < TimeSpan.FromSeconds(_live ? 0.5 : 10) && (value.Part < 1 || !_live))
        {
            return;
        }

        _last = elapsed;
        var left = value.Part is > 0 and < 1 ? $", {Clock(elapsed / value.Part * (1 - value.Part))} left" : "";
        var line = string.Create(CultureInfo.InvariantCulture, $"{value.Part * 100:F1}% read, {value.Rows:N0} rows, {value.Kept:N0} kept{left}");
        if (_live)
        {
            around.Error.Write($"\r\e[K{line}{(value.Part < 1 ? "" : Environment.NewLine)}");
        }
        else
        {
            around.Error.WriteLine(line);
        }
    }

    private static string Clock(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";
}
