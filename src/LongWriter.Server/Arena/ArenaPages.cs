using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LongWriter.Server.Arena;

/// <summary>The page's own files, out of this assembly.</summary>
internal static class ArenaPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/", "index.html", "text/html; charset=utf-8");
        Map(routes, "/arena.css", "arena.css", "text/css; charset=utf-8");
        foreach (var module in (string[])["arena.js", "panes.js", "results.js"])
        {
            Map(routes, $"/{module}", module, "text/javascript; charset=utf-8");
        }
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string file, string type)
    {
        using var stream = typeof(ArenaPages).Assembly.GetManifestResourceStream($"arena/{file}") ?? throw new InvalidOperationException($"{file} is not in the assembly");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var content = bytes.ToArray();
        routes.MapGet(path, context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
        });
    }
}
