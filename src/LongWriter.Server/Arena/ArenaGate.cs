using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace LongWriter.Server.Arena;

/// <summary>Lets in who knows the address, and tells browsers what pages may do: nothing but what this server itself sends.</summary>
/// <param name="token">The first segment of every path; null on loopback.</param>
internal sealed class ArenaGate(string? token)
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (!(token is null ? IsOfThisMachine(context.Request.Host) : Enters(context.Request)))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    /// <summary>A page of elsewhere whose name was turned to this machine is not answered.</summary>
    private static bool IsOfThisMachine(HostString host) =>
        host.Host == "localhost" || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private bool Enters(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var end = path.IndexOf('/', Math.Min(1, path.Length));
        if (end < 0 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(path[1..end]), Encoding.UTF8.GetBytes(token!)))
        {
            return false;
        }

        request.PathBase = path[..end];
        request.Path = path[end..];
        return true;
    }
}
