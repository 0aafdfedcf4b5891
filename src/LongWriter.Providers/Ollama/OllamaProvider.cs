using System.Globalization;
using LongWriter.Providers.Models;
using LongWriter.Providers.Wire;
using OllamaSharp;

namespace LongWriter.Providers.Ollama;

/// <summary>A server of Ollama's, by its own API.</summary>
internal static class OllamaProvider
{
    /// <summary>Tokens of context asked for where nothing is known of the model: every model in use reads as many.</summary>
    private const int LeastContext = 8192;

    /// <summary>Tokens of context asked for at the most, since they take memory; OLLAMA_CONTEXT_LENGTH asks for others.</summary>
    private const int MostContext = 32_768;

    /// <summary>Fewer tokens hold no plan and no section.</summary>
    private const int FewestAsked = 1024;

    /// <exception cref="ModelSetupException">A variable holds what cannot be used.</exception>
    public static OpenedModel Open(ModelName name, Surroundings surroundings)
    {
        var family = KnownModels.Find(name.Model);
        var thinks = family?.Thinks == true;
        var address = OllamaHost.Read(name, surroundings.Value("OLLAMA_HOST"));
        var context = Asked(name, surroundings.Value("OLLAMA_CONTEXT_LENGTH"), thinks) ?? Math.Min(family?.Context ?? LeastContext, MostContext);
        var http = EndpointHttp.Create(null, surroundings.Time, address);
        var client = new WholeAnswerChatClient(new OllamaApiClient(http, name.Model), new OllamaRequest(context, thinks).Put);
        return new OpenedModel(client, name.Model, KnownModels.Window(context, thinks), IsEmbedded: false, [client, http])
        {
            Endpoint = new Endpoint(name.Provider, Endpoint.WithoutSecrets(address)),
            Faults = OllamaFaults.Read,
        };
    }

    private static int? Asked(ModelName name, string? asked, bool thinks)
    {
        var fewest = FewestAsked + (thinks ? KnownModels.RoomForThoughts : 0);
        return asked is null ? null
            : int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) && tokens >= fewest ? tokens
            : throw new ModelSetupException($"{name}: OLLAMA_CONTEXT_LENGTH holds no number of tokens from {fewest} up");
    }
}
