using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LongWriter.Evaluation.Arena;
using LongWriter.Server.Arena;

namespace LongWriter.Fakes;

/// <summary>The page served on loopback, its votes in a file of its own, and a client that asks it what the page asks.</summary>
internal sealed class ServedArena : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ArenaServer _server;

    private ServedArena(ArenaMatch match, TemporaryFolder folder, SqliteVotes votes, ArenaServer server, Uri reached)
    {
        (Match, _folder, Votes, _server, Reached) = (match, folder, votes, server, reached);
        Client = new HttpClient { BaseAddress = reached };
    }

    public ArenaMatch Match { get; }

    public SqliteVotes Votes { get; }

    public HttpClient Client { get; }

    public Uri Address => _server.Address;

    /// <summary>The address as this machine reaches it.</summary>
    public Uri Reached { get; }

    public static async Task<ServedArena> StartAsync(ArenaMatch match, IPAddress? address = null)
    {
        var folder = new TemporaryFolder();
        var votes = SqliteVotes.Open(folder.File("votes.db"), match);
        var server = await ArenaServer.StartAsync(match, votes, address ?? IPAddress.Loopback, 0, new ManualTime(), TestContext.Current.CancellationToken);
        return new ServedArena(match, folder, votes, server, new UriBuilder(server.Address) { Host = "127.0.0.1" }.Uri);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<JsonElement> JsonAsync(string path) =>
        await Client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> VoteAsync(string voter, int number, string vote, double seconds = 12.5) =>
        Client.PutAsJsonAsync(new Uri("api/vote", UriKind.Relative), new { voter, number, vote, seconds }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        Votes.Dispose();
        _folder.Dispose();
    }
}
