using System.Globalization;
using LongWriter.Providers.Models;
using LongWriter.Providers.Wire;
using LongWriter.Writing;
using OllamaSharp;

namespace LongWriter.Providers.Ollama;

/// <summary>A server of Ollama's, by its own API.</summary>
internal static class OllamaProvider
{
    /// <summary>Tokens of context asked for where nothing is known of the model: every model in use reads as many.</summary>
    private const int LeastContext = 8192;

    /// <summary>Tokens of context asked for at the most, since they take memory; OLLAMA_CONTEXT_LENGTH asks for others.</summary>
    private const int MostContext = 32_768;

    /// <exception cref="ModelSetupException">A variable holds what cannot be used.</exception>
    public static OpenedModel Open(ModelName name, Surroundings surroundings)
    {
        var address = OllamaHost.Read(name, surroundings.Value("OLLAMA_HOST"));
        var context = Context(name, surroundings.Value("OLLAMA_CONTEXT_LENGTH"));
        var http = EndpointHttp.Create(null, surroundings.Time, address);
        var client = new WholeAnswerChatClient(new OllamaApiClient(http, name.Model), new OllamaRequest(context).Put);
        return new OpenedModel(client, name.Model, new ContextWindow(context, TokenEstimate.Of), IsEmbedded: false, [client, http])
        {
            Endpoint = new Endpoint(name.Provider, Endpoint.WithoutSecrets(address)),
            Faults = OllamaFaults.Read,
        };
    }

    private static int Context(ModelName name, string? asked) =>
        asked is null ? KnownModels.Find(name.Model) is { } family ? Math.Min(family.Context, MostContext) : LeastContext
        : int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) && tokens >= 1024 ? tokens
        : throw new ModelSetupException($"{name}: OLLAMA_CONTEXT_LENGTH holds no number of tokens from 1024 up");
}
