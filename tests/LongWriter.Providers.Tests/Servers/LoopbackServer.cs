using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LongWriter.Providers.Tests.Servers;

/// <summary>What a client sent.</summary>
/// <param name="Target">Path and query as they stand in the request line.</param>
internal sealed record SeenRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>What a server does with a request.</summary>
internal delegate Task Reply(HttpContext context);

/// <summary>A server on loopback that gives its replies in their order, the last again and again, and keeps what it was sent.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SeenRequest> _requests = new();
    private readonly Reply[] _replies;
    private int _next;

    private LoopbackServer(Reply[] replies)
    {
        _replies = replies;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            options.Limits.MaxRequestBodySize = null;
        });
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    /// <summary>Its address, with a slash at its end.</summary>
    public Uri Url { get; private set; } = null!;

    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    public static async Task<LoopbackServer> StartAsync(params Reply[] replies)
    {
        var server = new LoopbackServer(replies);
        await server._app.StartAsync();
        server.Url = new Uri(server._app.Urls.First());
        return server;
    }

    /// <summary>An address at which nobody listens.</summary>
    public static Uri Nowhere()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return new Uri($"http://{socket.LocalEndpoint}/");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        _requests.Enqueue(new SeenRequest(context.Request.Method, target, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
        await _replies[Math.Min(Interlocked.Increment(ref _next), _replies.Length) - 1](context);
    }
}
