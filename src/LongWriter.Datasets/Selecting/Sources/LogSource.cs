namespace LongWriter.Datasets.Selecting.Sources;

/// <summary>A file of rows that hold prompts or chats, read once from front to back in constant memory.</summary>
internal abstract class LogSource(string path)
{
    public string Path => path;

    /// <summary>How much of it has been read, 0 to 1.</summary>
    public abstract double Part { get; }

    /// <summary>The source for a file, by its ending.</summary>
    /// <param name="column">The column that holds prompts or chats, or null to find it.</param>
    /// <exception cref="DataFileException">Its ending is none that is known, or it is not there.</exception>
    public static LogSource Open(string path, string? column) =>
        !File.Exists(path) ? throw new DataFileException(path, Directory.Exists(path) ? "is a folder; name files" : "there is no such file")
        : System.IO.Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PARQUET" => new ParquetLog(path, column),
            ".CSV" or ".TSV" => new CsvLog(path, column),
            ".JSONL" or ".NDJSON" or ".JSON" => new JsonLog(path, column),
            _ => throw new DataFileException(path, "its ending says nothing of its form; name it .parquet, .jsonl, .csv or .tsv"),
        };

    /// <summary>Every row in its order. What cannot be read is a row with a problem.</summary>
    /// <exception cref="DataFileException">It has no column that could hold prompts.</exception>
    public abstract IAsyncEnumerable<LogRow> ReadAsync(CancellationToken cancellationToken);
}
