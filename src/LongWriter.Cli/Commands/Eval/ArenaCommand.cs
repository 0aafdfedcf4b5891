using System.CommandLine;
using System.Net;
using System.Text.Json;
using LongWriter.Cli.Rendering;
using LongWriter.Evaluation.Arena;
using LongWriter.Runs;
using LongWriter.Server.Arena;

namespace LongWriter.Cli.Commands.Eval;

/// <summary><c>longwriter eval arena</c></summary>
internal sealed class ArenaCommand(Surroundings around)
{
    private readonly Argument<DirectoryInfo[]> _folders = new("folder") { HelpName = "folder", Description = "folders of two evaluations of the same suite", Arity = new ArgumentArity(2, 2) };
    private readonly Option<string?> _host = new("--host") { Description = "address to listen at; others than this machine's own are told in an address that cannot be guessed (default: 127.0.0.1)", HelpName = "address" };
    private readonly Option<int?> _port = new("--port") { Description = "port to listen at (default: a free one)", HelpName = "n", CustomParser = Values.Number<int> };
    private readonly Option<FileInfo?> _votes = new("--votes") { Description = "file of the votes, SQLite (default: arena-SECOND.db in the first folder)", HelpName = "file", CustomParser = Values.File };
    private readonly Option<long?> _seed = new("--seed") { Description = "of the items' order and the sides (default: 0)", HelpName = "n", CustomParser = Values.Number<long> };
    private readonly Option<bool> _results = new("--results") { Description = "print what the votes say, a table in Markdown, and serve nothing" };
    private readonly Option<bool> _json = new("--json") { Description = "with --results: print one JSON object instead of text" };

    public static Command Create(Surroundings around)
    {
        var arena = new ArenaCommand(around);
        var command = new Verb("arena", "Let people say which of two texts is better, without telling whose it is.", """
            Examples:
              longwriter eval arena base tuned
              longwriter eval arena base tuned --results

            Serves a page that shows both texts of a prompt side by side, the sides drawn for
            each person. Votes are kept as they are given: stop it with Ctrl+C at any time,
            and the same command goes on.
            """)
        {
            arena._folders,
            arena._host,
            arena._port,
            arena._votes,
            arena._seed,
            arena._results,
            arena._json,
        };
        command.SetAction(arena.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folders = parsed.GetValue(_folders)!;
        var match = ArenaMatch.Of(ArenaRun.Read(folders[0].FullName), ArenaRun.Read(folders[1].FullName), parsed.GetValue(_seed) ?? 0);
        var file = parsed.GetValue(_votes)?.FullName ?? Path.Combine(folders[0].FullName, $"arena-{match.Second.Name}.db");
        if (parsed.GetValue(_results))
        {
            if (!File.Exists(file))
            {
                throw new UsageException($"{file}: there are no votes yet; without --results, the same command lets people give them");
            }

            using var given = SqliteVotes.Open(file, match);
            var results = ArenaResults.Of(match, given.Read());
            await around.Output.WriteAsync(parsed.GetValue(_json) ? JsonSerializer.Serialize(results, EventJson.Options) + Environment.NewLine : ArenaTable.Of(results));
            return ExitCodes.Done;
        }

        if (parsed.GetValue(_json))
        {
            throw new UsageException("--json goes with --results");
        }

        var (address, port) = (Address(parsed.GetValue(_host) ?? "127.0.0.1"), Port(parsed.GetValue(_port)));
        using var votes = SqliteVotes.Open(file, match);
        await ServeAsync(match, votes, address, port, cancellationToken);
        await around.Error.WriteLineAsync($"votes kept in {file}");
        return ExitCodes.Done;
    }

    /// <summary>Until it is interrupted: that is how it ends.</summary>
    private async Task ServeAsync(ArenaMatch match, SqliteVotes votes, IPAddress address, int port, CancellationToken cancellationToken)
    {
        var before = votes.Read().Count;
        try
        {
            await using var server = await ArenaServer.StartAsync(match, votes, address, port, around.Time, cancellationToken);
            await around.Error.WriteLineAsync($"{Counted.Of(match.Items.Count, "item")}{(before > 0 ? $", {Counted.Of(before, "vote")} so far" : "")}; open this in a browser, and end with Ctrl+C");
            await around.Output.WriteLineAsync(server.Address.ToString());
            await around.Output.FlushAsync(CancellationToken.None);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (IOException e)
        {
            throw new UsageException($"cannot listen at {address} port {port}: {e.Message} Name another with --port or --host.", e);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var results = ArenaResults.Of(match, votes.Read());
            var count = results.Overall;
            var rate = count.WinRate is { } known ? $"; {count.Run} won {count.Interval.Around(known)}" : "";
            await around.Error.WriteLineAsync($"{Counted.Of(count.Votes, "vote")} of {Counted.Of(results.Voters.Count, "voter")} on {results.Judged} of {Counted.Of(results.Items, "item")}{rate}");
        }
    }

    private static IPAddress Address(string host) => host == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(host, out var address) ? address
        : throw new UsageException($"--host {host}: give an address as numbers, such as 127.0.0.1, or 0.0.0.0 for all of this machine");

    private static int Port(int? port) => port is null or (>= 0 and <= 65_535) ? port ?? 0 : throw new UsageException($"--port {port}: give 1 to 65535");
}
