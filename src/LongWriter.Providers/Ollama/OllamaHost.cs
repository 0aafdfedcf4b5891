namespace LongWriter.Providers.Ollama;

/// <summary>The address of a server as OLLAMA_HOST has it: <c>host</c>, <c>host:port</c>, <c>:port</c> or a URL.</summary>
internal static class OllamaHost
{
    private const string Local = "127.0.0.1";
    private const string Port = ":11434";

    /// <returns>The address, with a slash at its end.</returns>
    /// <exception cref="ModelSetupException">It is none.</exception>
    public static Uri Read(ModelName model, string? host)
    {
        var text = host ?? Local + Port;
        var url = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + (text.StartsWith(':') ? Local + text : text.Contains(':', StringComparison.Ordinal) ? text : Whole(text));

        // A server listens to all addresses by this one; it cannot be called by it everywhere.
        url = url.Replace("//0.0.0.0", "//" + Local, StringComparison.Ordinal);
        return Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address is { Host.Length: > 0, UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
            ? address
            : throw new ModelSetupException($"{model}: OLLAMA_HOST holds no address that can be used; set it to one like {Local}{Port}");
    }

    /// <summary>The port goes behind the host, before a path.</summary>
    private static string Whole(string text) => text.IndexOf('/', StringComparison.Ordinal) is >= 0 and var path ? text[..path] + Port + text[path..] : text + Port;
}
