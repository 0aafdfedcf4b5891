using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using LongWriter.Datasets.Rows;

namespace LongWriter.Datasets.Selecting.Sources;

/// <summary>Parquet by DuckDB, which hands over the user's first turn alone: docs/benchmarks/data.md has its speed beside that of Parquet.Net.</summary>
internal sealed partial class ParquetLog(string path, string? column) : LogSource(path)
{
    /// <summary>Order is kept, since a selection is the same each time; nothing is written to disk.</summary>
    private const string Settings = "SET memory_limit = '300MB'; SET threads = 2; SET preserve_insertion_order = true; SET temp_directory = ''";

    private long _rows;
    private long _read;

    public override double Part => _rows == 0 ? 0 : (double)Interlocked.Read(ref _read) / _rows;

    private string Quoted => $"'{Path.Replace("'", "''", StringComparison.Ordinal)}'";

    public override async IAsyncEnumerable<LogRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (ParquetFooter.Problem(Path) is { } cut)
        {
            yield return LogRow.Bad(0, cut);
            yield break;
        }

        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        if (Examine(connection, out var query, out var ends) is { } broken)
        {
            yield return LogRow.Bad(0, $"has a footer that cannot be read: {broken}", Math.Max(1, _rows));
            yield break;
        }

        string? damage = null;
        await foreach (var row in RowsAsync(connection, query, problem => damage = problem, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }

        if (damage is null)
        {
            yield break;
        }

        // Row groups are read ahead, and damage takes with it what was: from here on each is read by itself.
        foreach (var end in ends.Where(end => end > _read))
        {
            damage = null;
            var rest = string.Create(CultureInfo.InvariantCulture, $"{query} WHERE file_row_number >= {_read} AND file_row_number < {end}");
            await foreach (var row in RowsAsync(connection, rest, problem => damage = problem, cancellationToken).ConfigureAwait(false))
            {
                yield return row;
            }

            if (damage is not null)
            {
                yield return LogRow.Bad(_read + 1, $"cannot be read, nor can what follows it in its row group, {end - _read} rows: {damage}", end - _read);
                Interlocked.Exchange(ref _read, end);
            }
        }
    }

    /// <summary>The rows that a query gives, up to damage, which is told.</summary>
    private async IAsyncEnumerable<LogRow> RowsAsync(DuckDBConnection connection, string query, Action<string> tell, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        command.UseStreamingMode = true;
        DuckDBDataReader? rows = null;
        try
        {
            while (true)
            {
                LogRow row;
                try
                {
                    rows ??= command.ExecuteReader();
                    if (!await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        yield break;
                    }

                    row = LogRow.Of(_read + 1, Text(rows, 1), Text(rows, 0) is { } prompt ? ChatJson.Prompt(prompt) : null, Text(rows, 2));
                }
                catch (DuckDBException e)
                {
                    tell(FirstLine(e));
                    yield break;
                }

                Interlocked.Increment(ref _read);
                yield return row;
            }
        }
        finally
        {
            rows?.Dispose();
        }
    }

    /// <summary>Reads what stands at the file's end: the query for its rows, and where each row group ends, in rows.</summary>
    /// <returns>What is wrong with the file, or null.</returns>
    private string? Examine(DuckDBConnection connection, out string query, out List<long> ends)
    {
        (query, ends) = ("", []);
        using var command = connection.CreateCommand();
        try
        {
            command.CommandText = Settings;
            command.ExecuteNonQuery();
            command.CommandText = $"SELECT CAST(sum(max(row_group_num_rows)) OVER (ORDER BY row_group_id) AS BIGINT) FROM parquet_metadata({Quoted}) GROUP BY row_group_id ORDER BY row_group_id";
            using (var groups = command.ExecuteReader())
            {
                while (groups.Read())
                {
                    ends.Add(groups.GetInt64(0));
                }
            }

            _rows = ends.LastOrDefault();
            var types = Columns(command);
            var name = LogColumns.Needed(Path, types.Keys, column);
            query = $"SELECT {Prompt(name, types[name])}, {AsText(LogColumns.Id(types.Keys))}, {AsText(LogColumns.Type(types.Keys))} FROM read_parquet({Quoted}, file_row_number = true)";
            return null;
        }
        catch (DuckDBException e)
        {
            return FirstLine(e);
        }
    }

    private static string? Text(DuckDBDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    private static string AsText(string? column) => column is null ? "CAST(NULL AS VARCHAR)" : $"CAST({Name(column)} AS VARCHAR)";

    private Dictionary<string, string> Columns(DuckDBCommand command)
    {
        command.CommandText = $"DESCRIBE SELECT * FROM read_parquet({Quoted})";
        using var reader = command.ExecuteReader();
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            types[reader.GetString(0)] = reader.GetString(1);
        }

        return types;
    }

    /// <summary>The expression for the user's first turn: the column itself, or of a list of turns the first that is theirs.</summary>
    private string Prompt(string name, string type)
    {
        if (type is "VARCHAR" or "JSON" or "BLOB")
        {
            return type == "BLOB" ? $"decode({Name(name)})" : Name(name);
        }

        var fields = Field().Matches(type).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var (role, content) = LogColumns.Turns.FirstOrDefault(turn => fields.Contains(turn.Role) && fields.Contains(turn.Content));
        return type.EndsWith("[]", StringComparison.Ordinal) && role is not null
            ? $"list_filter({Name(name)}, lambda t: lower(t.{Name(role)}) IN ({string.Join(", ", LogColumns.Askers.Select(asker => $"'{asker}'"))}))[1].{Name(content)}"
            : throw new DataFileException(Path, $"its column '{name}' is {(type.Length > 60 ? type[..60] + "…" : type)}, neither texts nor turns with role and content. Name the one with the prompts: --column NAME");
    }

    private static string Name(string column) => $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string FirstLine(Exception e) => e.Message.ReplaceLineEndings("\n").Split('\n')[0];

    [GeneratedRegex("""[(, ]"?(?<name>\w+)"? (VARCHAR|JSON)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Field();
}
