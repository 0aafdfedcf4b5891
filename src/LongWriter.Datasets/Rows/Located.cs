namespace LongWriter.Datasets.Rows;

/// <summary>A row as it was found.</summary>
/// <param name="Line">Its line from 1; in Parquet its place among the rows from 1.</param>
/// <param name="Row">The row, or null where it cannot be used.</param>
/// <param name="Problem">What is wrong with it, or null.</param>
public readonly record struct Located<T>(long Line, T? Row, string? Problem)
    where T : class;
