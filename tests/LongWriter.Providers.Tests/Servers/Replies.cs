using System.Text;
using Microsoft.AspNetCore.Http;

namespace LongWriter.Providers.Tests.Servers;

/// <summary>Replies of any protocol, faults among them.</summary>
internal static class Replies
{
    /// <summary>A whole body.</summary>
    public static Reply Status(int status, string body, params (string Name, string Value)[] headers) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body);
    };

    /// <summary>A stream that ends as a stream does.</summary>
    /// <param name="piece">Bytes sent at once; characters are split where it falls.</param>
    public static Reply Stream(string contentType, string text, int piece = int.MaxValue) => context => WriteAsync(context, contentType, text, piece);

    /// <summary>A stream whose connection is reset behind the text.</summary>
    public static Reply Broken(string contentType, string text) => async context =>
    {
        await WriteAsync(context, contentType, text, int.MaxValue);
        context.Abort();
    };

    /// <summary>A stream from which nothing more comes behind the text, until the client has gone.</summary>
    /// <param name="gone">Completes when it has.</param>
    public static Reply Stalled(string contentType, string text, TaskCompletionSource gone) => async context =>
    {
        await WriteAsync(context, contentType, text, int.MaxValue);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    };

    /// <summary>A connection reset before a byte of an answer.</summary>
    public static Reply Dropped { get; } = context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    private static async Task WriteAsync(HttpContext context, string contentType, string text, int piece)
    {
        context.Response.ContentType = contentType;
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var from = 0; from < bytes.Length; from += Math.Min(piece, bytes.Length))
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(from, Math.Min(piece, bytes.Length - from)));
            await context.Response.Body.FlushAsync();
        }
    }
}
