namespace LongWriter.Providers.Wire;

/// <summary>The HTTP client of an endpoint, the same for every library.</summary>
internal static class EndpointHttp
{
    /// <param name="key">The key that is sent: it is taken out of whatever an endpoint says.</param>
    public static HttpClient Create(string? key, TimeProvider time, Uri? baseAddress = null)
    {
        // The handlers are the client's, and go with it.
#pragma warning disable CA2000
        var sockets = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),

            // Who leaves a stream pays for no more of it: by default two seconds of it would still be read, to keep the connection.
            ResponseDrainTimeout = TimeSpan.Zero,

            // A redirect would carry a key's header to another host.
            AllowAutoRedirect = false,
        };
        return new HttpClient(new RefusalHandler(key, time) { InnerHandler = sockets }) { BaseAddress = baseAddress, Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
    }
}
