using System.CommandLine;
using LongWriter.Datasets.Rows;

namespace LongWriter.Cli.Commands.Data;

/// <summary>Arguments that name files of rows.</summary>
internal static class DataFiles
{
    /// <summary>The choice of <see cref="Bad"/> that takes no file with such rows.</summary>
    public const string Refuse = "refuse";

    public static Argument<FileInfo> Rows() => new("file") { HelpName = "file", Description = "rows, JSONL or Parquet" };

    public static Option<FileInfo?> In(string description) => new("--in") { Description = description, HelpName = "file", CustomParser = Values.File, Required = true };

    public static Option<FileInfo?> Out(string description) => new("--output", "-o") { Description = description, HelpName = "file", CustomParser = Values.File, Required = true };

    /// <summary>What becomes of rows that cannot be used.</summary>
    public static Option<string> Bad()
    {
        var bad = new Option<string>("--bad") { Description = "rows that cannot be used: skip and count them, or refuse the file", HelpName = "skip|refuse", DefaultValueFactory = static _ => "skip" };
        bad.AcceptOnlyFromAmong("skip", Refuse);
        return bad;
    }

    /// <summary>A file to write rows to: its ending says in which form.</summary>
    /// <exception cref="UsageException">Its ending is of neither form, or it is the file that is read.</exception>
    public static string RowsOut(string path, params string[] read) =>
        !DataFile.IsParquet(path) && !path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? throw new UsageException($"--output {path}: end the name in .jsonl or .parquet, which says how rows are written")
        : read.Contains(path, StringComparer.Ordinal) ? throw new UsageException($"--output {path}: this file is read; name another")
        : path;
}
