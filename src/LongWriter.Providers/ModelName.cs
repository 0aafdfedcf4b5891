namespace LongWriter.Providers;

/// <summary>Who serves a model.</summary>
public enum Provider
{
    /// <summary>This machine: the embedded model or a model file.</summary>
    Local,

    OpenAI,
    Azure,
    Anthropic,
    Gemini,
    Ollama,

    /// <summary>Any server that speaks OpenAI's chat completions, named by its URL.</summary>
    Compatible,
}

/// <summary>
/// A model as people name it: <c>openai/MODEL</c>, <c>azure/DEPLOYMENT</c>, <c>anthropic/MODEL</c>, <c>gemini/MODEL</c>,
/// <c>ollama/MODEL</c>, <c>http(s)://host/any/path#MODEL</c>; everything else is the embedded model or a file.
/// </summary>
/// <param name="Model">The model's own name as its provider knows it; for <see cref="Provider.Local"/> the text as it is.</param>
/// <param name="Url">For <see cref="Provider.Compatible"/> the address as typed, without the model.</param>
public sealed record ModelName(Provider Provider, string Model, Uri? Url = null)
{
    private static readonly Dictionary<string, Provider> s_prefixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["openai"] = Provider.OpenAI,
        ["azure"] = Provider.Azure,
        ["anthropic"] = Provider.Anthropic,
        ["gemini"] = Provider.Gemini,
        ["ollama"] = Provider.Ollama,
    };

    /// <summary>The forms a name may have, for messages.</summary>
    internal static string Forms { get; } = $"a .gguf file, '{ModelCatalog.Embedded}' for the embedded model, {string.Join(", ", s_prefixes.Keys.Select(prefix => prefix + "/MODEL"))}, or http://HOST/PATH#MODEL";

    /// <summary>Reads a name. Whether a file of that name exists is not looked at: a path that begins like a provider's prefix is named with ./ before it.</summary>
    /// <exception cref="ModelSetupException">The text is empty, names no model, or holds an address that cannot be used.</exception>
    public static ModelName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var name = text.Trim();
        if (name.Length == 0)
        {
            throw new ModelSetupException("the name of the model is empty; give " + Forms);
        }

        if (name.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || name.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return Compatible(name);
        }

        return name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && s_prefixes.TryGetValue(name[..slash], out var provider)
            ? new ModelName(provider, Own(name[(slash + 1)..], name[..(slash + 1)]))
            : new ModelName(Provider.Local, name);
    }

    /// <summary>The name as it is typed; an address without what may be a secret in it.</summary>
    public override string ToString() => Provider switch
    {
        Provider.Local => Model,
        Provider.Compatible => $"{Endpoint.WithoutSecrets(Url!)}#{Model}",
        _ => $"{s_prefixes.First(prefix => prefix.Value == Provider).Key}/{Model}",
    };

    private static ModelName Compatible(string name)
    {
        var hash = name.IndexOf('#', StringComparison.Ordinal);
        var address = hash < 0 ? name : name[..hash];
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            throw new ModelSetupException("the URL of the model cannot be read; give one like http://localhost:8000/v1#MODEL");
        }

        // The name is kept with the run: what is secret in it would be written to disk.
        return url.UserInfo.Length > 0
            ? throw new ModelSetupException($"{Endpoint.WithoutSecrets(url)}: the URL holds a user or a password; leave them out and set LONGWRITER_API_KEY")
            : new ModelName(Provider.Compatible, Own(hash < 0 ? "" : name[(hash + 1)..], Endpoint.WithoutSecrets(url) + "#"), url);
    }

    private static string Own(string model, string before) =>
        model.Length == 0 ? throw new ModelSetupException($"{before}: the model's name is missing; give it as {before}MODEL")
        : model.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) ? throw new ModelSetupException($"{before}…: the model's name holds a space or a control character")
        : model;
}
