using System.Globalization;

namespace LongWriter.Training.Runs.Watching;

internal static class TimeLeft
{
    /// <summary>Hours, minutes and seconds; days are hours too.</summary>
    public static string Of(TimeSpan left) => string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours:00}:{left:mm\\:ss}");
}
