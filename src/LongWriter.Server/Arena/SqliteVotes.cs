using System.Globalization;
using LongWriter.Evaluation;
using LongWriter.Evaluation.Arena;
using Microsoft.Data.Sqlite;

namespace LongWriter.Server.Arena;

/// <summary>Votes in a SQLite file. Each is on the disk before it is acknowledged; others may read the file meanwhile, and add to it.</summary>
public sealed class SqliteVotes : IVoteStore, IDisposable
{
    private const int FormatVersion = 1;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly string _path;

    private SqliteVotes(string path, SqliteConnection connection) => (_path, _connection) = (path, connection);

    /// <summary>Opens a file of votes, or makes one.</summary>
    /// <param name="match">What the votes are on; those of another match are never mixed in.</param>
    /// <exception cref="EvaluationFileException">It is no file of votes, holds votes on something else, or cannot be read or written.</exception>
    public static SqliteVotes Open(string path, ArenaMatch match)
    {
        ArgumentNullException.ThrowIfNull(match);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        var votes = new SqliteVotes(path, connection);
        try
        {
            connection.Open();
            votes.Prepare(match.Identity);
            return votes;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Unusable(path, e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Save(Vote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        Guard(() =>
        {
            using var command = Command("""
                INSERT INTO votes (voter, item, sample, choice, first_on_left, seconds, at) VALUES ($voter, $item, $sample, $choice, $first_on_left, $seconds, $at)
                ON CONFLICT (voter, item, sample) DO UPDATE SET choice = excluded.choice, first_on_left = excluded.first_on_left, seconds = excluded.seconds, at = excluded.at
                """);
            command.Parameters.AddWithValue("$voter", vote.Voter);
            command.Parameters.AddWithValue("$item", vote.Id);
            command.Parameters.AddWithValue("$sample", vote.Sample);
            command.Parameters.AddWithValue("$choice", Name(vote.Choice));
            command.Parameters.AddWithValue("$first_on_left", vote.FirstOnLeft);
            command.Parameters.AddWithValue("$seconds", vote.Seconds);
            command.Parameters.AddWithValue("$at", vote.At.ToString("O", CultureInfo.InvariantCulture));
            return command.ExecuteNonQuery();
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<Vote> Read() => Read("", null);

    /// <inheritdoc/>
    public IReadOnlyList<Vote> Read(string voter) => Read("WHERE voter = $voter", voter);

    public void Dispose() => _connection.Dispose();

    private List<Vote> Read(string where, string? voter) => Guard(() =>
    {
        using var command = Command($"SELECT voter, item, sample, choice, first_on_left, seconds, at FROM votes {where} ORDER BY at, voter, item, sample");
        if (voter is not null)
        {
            command.Parameters.AddWithValue("$voter", voter);
        }

        using var rows = command.ExecuteReader();
        var votes = new List<Vote>();
        while (rows.Read())
        {
            votes.Add(new Vote(rows.GetString(0), rows.GetString(1), rows.GetInt32(2), ChoiceOf(rows.GetString(3)), rows.GetBoolean(4), rows.GetDouble(5), DateTimeOffset.Parse(rows.GetString(6), CultureInfo.InvariantCulture)));
        }

        return votes;
    });

    private void Prepare(string match)
    {
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        using var transaction = _connection.BeginTransaction();
        var version = (long)Scalar("PRAGMA user_version")!;
        if (version > FormatVersion)
        {
            throw new EvaluationFileException(_path, $"is of version {version}; this program reads up to version {FormatVersion}. Update it to go on.");
        }

        if (version == 0)
        {
            if (Scalar("SELECT name FROM sqlite_master LIMIT 1") is not null)
            {
                throw new EvaluationFileException(_path, "is a database of something else; name another file with --votes");
            }

            Execute("CREATE TABLE match (identity TEXT NOT NULL) STRICT");
            Execute("""
                CREATE TABLE votes (
                    voter TEXT NOT NULL, item TEXT NOT NULL, sample INTEGER NOT NULL,
                    choice TEXT NOT NULL CHECK (choice IN ('first', 'second', 'tie', 'both_bad')),
                    first_on_left INTEGER NOT NULL, seconds REAL NOT NULL, at TEXT NOT NULL,
                    PRIMARY KEY (voter, item, sample)) STRICT
                """);
            using var insert = Command("INSERT INTO match (identity) VALUES ($identity)");
            insert.Parameters.AddWithValue("$identity", match);
            insert.ExecuteNonQuery();
            Execute($"PRAGMA user_version = {FormatVersion}");
        }

        if ((string?)Scalar("SELECT identity FROM match") != match)
        {
            throw new EvaluationFileException(_path, "holds votes on other runs, on these in the other order, or with another seed; give the same ones, or name another file with --votes");
        }

        transaction.Commit();
    }

    private T Guard<T>(Func<T> work)
    {
        lock (_lock)
        {
            try
            {
                return work();
            }
            catch (SqliteException e)
            {
                throw Unusable(_path, e);
            }
        }
    }

    private SqliteCommand Command(string text)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this file; what users typed is a parameter.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }

    private void Execute(string text)
    {
        using var command = Command(text);
        command.ExecuteNonQuery();
    }

    private object? Scalar(string text)
    {
        using var command = Command(text);
        return command.ExecuteScalar();
    }

    private static EvaluationFileException Unusable(string path, SqliteException e) => new(path, e.SqliteErrorCode switch
    {
        26 => "is no file of votes; name another with --votes",
        14 or 8 => "cannot be opened to write; name a file in a folder that can be written to with --votes",
        5 => "is held by another program; close that and try again",
        _ => $"cannot be used: {e.Message.ReplaceLineEndings(" ")}",
    }, e);

    private static string Name(Choice choice) => choice switch { Choice.First => "first", Choice.Second => "second", Choice.Tie => "tie", _ => "both_bad" };

    private static Choice ChoiceOf(string name) => name switch { "first" => Choice.First, "second" => Choice.Second, "tie" => Choice.Tie, _ => Choice.BothBad };
}
