using System.Net;
using System.Security.Cryptography;
using LongWriter.Evaluation.Arena;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LongWriter.Server.Arena;

/// <summary>The page on which people say which of two texts is better, served until it is disposed of.</summary>
public sealed class ArenaServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ArenaServer(WebApplication application, Uri address) => (_application, Address) = (application, address);

    /// <summary>What to open in a browser. Beyond loopback a random word is part of it, without which nothing is answered.</summary>
    public Uri Address { get; }

    /// <param name="address">Where to listen; loopback is reached from this machine alone.</param>
    /// <param name="port">0 for a free one.</param>
    /// <exception cref="IOException">The port is taken, or the address is none of this machine's.</exception>
    public static async Task<ArenaServer> StartAsync(ArenaMatch match, IVoteStore votes, IPAddress address, int port, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(votes);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(time);

        // An empty builder: no settings file, variable or argument of the surroundings changes what is served, and nothing is logged.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 16 * 1024;
            options.Listen(address, port);
        });
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var token = IPAddress.IsLoopback(address) ? null : RandomNumberGenerator.GetHexString(32, lowercase: true);
        var application = builder.Build();
        try
        {
            var gate = new ArenaGate(token);
            application.Use(gate.PassAsync);
            application.UseRouting();
            ArenaPages.Map(application);
            ArenaEndpoints.Map(application, new ArenaSession(match, votes, time));
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            var bound = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            return new ArenaServer(application, new Uri(bound, token is null ? "/" : $"/{token}/"));
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lets requests end that are under way, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}
