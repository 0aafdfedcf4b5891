using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;

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
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        DuckDBDataReader? rows = null;
        LogRow? problem = null;
        try
        {
            rows = Open(command);
        }
        catch (DuckDBException e)
        {
            problem = _rows == 0 ? LogRow.Bad(0, $"is no whole Parquet file: {FirstLine(e)}") : LogRow.Bad(1, $"cannot be read from this row on, {_rows} rows: {FirstLine(e)}", _rows);
        }

        using (rows)
        {
            while (problem is null)
            {
                LogRow row;
                try
                {
                    if (!await rows!.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        yield break;
                    }

                    row = LogRow.Of(_read + 1, rows.IsDBNull(1) ? null : rows.GetString(1), rows.IsDBNull(0) ? null : ChatJson.Prompt(rows.GetString(0)));
                }
                catch (DuckDBException e)
                {
                    problem = LogRow.Bad(_read + 1, $"cannot be read from this row on, {_rows - _read} rows: {FirstLine(e)}", _rows - _read);
                    break;
                }

                Interlocked.Increment(ref _read);
                yield return row;
            }
        }

        yield return problem!.Value;
    }

    private DuckDBDataReader Open(DuckDBCommand command)
    {
        command.CommandText = Settings;
        command.ExecuteNonQuery();
        command.CommandText = $"SELECT num_rows FROM parquet_file_metadata({Quoted})";
        _rows = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        var types = Columns(command);
        var name = LogColumns.Needed(Path, types.Keys, column);
        var id = LogColumns.Id(types.Keys) is { } named ? $"CAST({Name(named)} AS VARCHAR)" : "NULL";
        command.CommandText = $"SELECT {Prompt(name, types[name])}, {id} FROM read_parquet({Quoted})";
        command.UseStreamingMode = true;
        return command.ExecuteReader();
    }

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
