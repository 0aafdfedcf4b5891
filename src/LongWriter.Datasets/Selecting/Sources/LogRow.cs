namespace LongWriter.Datasets.Selecting.Sources;

/// <summary>A row of a log.</summary>
/// <param name="Row">Its line, or in Parquet its place among the rows, from 1; 0 where a file as a whole is meant.</param>
/// <param name="Id">Its name there; empty where it has none.</param>
/// <param name="Prompt">The first turn of the user; empty where there is none.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
internal readonly record struct LogRow(long Row, string Id, string Prompt, string? Problem = null)
{
    /// <summary>Rows that the problem takes with it, this one included.</summary>
    public long Lost { get; init; } = 1;

    /// <summary>The kind of writing, where the log says it.</summary>
    public string? Type { get; init; }

    public static LogRow Bad(long row, string problem, long lost = 1) => new(row, "", "", problem) { Lost = lost };

    /// <summary>A row whose text was read; a text with a replacement character in it was no text of the encoding it was read in.</summary>
    public static LogRow Of(long row, string? id, string? prompt, string? type = null) =>
        prompt?.Contains('\uFFFD', StringComparison.Ordinal) == true ? Bad(row, "is not UTF-8") : new LogRow(row, id ?? "", prompt?.Trim() ?? "") { Type = string.IsNullOrWhiteSpace(type) ? null : type };
}
