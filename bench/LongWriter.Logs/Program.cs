using System.Diagnostics;
using System.Globalization;
using LongWriter.Logs;

// Makes a Parquet file of chats like those that people log, and reads it with two libraries: docs/benchmarks/data.md.
switch (args)
{
    case ["generate", var path, var rows]:
        await LogFile.WriteAsync(path, int.Parse(rows, CultureInfo.InvariantCulture), seed: 1);
        break;
    case ["read", "duckdb" or "parquet.net", var path]:
        var clock = Stopwatch.StartNew();
        var (count, letters) = args[1] == "duckdb" ? FirstTurns.ByDuckDB(path) : await FirstTurns.ByParquetNetAsync(path);
        Console.WriteLine($"{args[1]}: {count} rows, {letters} characters in first turns, {clock.Elapsed.TotalSeconds:F1} s, {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB at most");
        break;
    default:
        await Console.Error.WriteLineAsync("Usage: LongWriter.Logs generate FILE ROWS | read duckdb|parquet.net FILE");
        return 2;
}

return 0;
