using System.Globalization;

namespace LongWriter.Datasets.Authoring;

/// <summary>Where the work on a row is kept: a folder for each, a thousand to a folder above.</summary>
internal static class RowFolder
{
    public static string Of(string folder, long row) =>
        Path.Combine(folder, "rows", (row / 1000).ToString("D4", CultureInfo.InvariantCulture), row.ToString("D7", CultureInfo.InvariantCulture));
}
