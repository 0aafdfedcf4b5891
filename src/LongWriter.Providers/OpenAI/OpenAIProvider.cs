using System.ClientModel;
using System.ClientModel.Primitives;
using LongWriter.Providers.Models;
using LongWriter.Providers.Wire;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace LongWriter.Providers.OpenAI;

/// <summary>Everything that speaks OpenAI's chat completions: OpenAI, Azure, Google, and any server named by its URL.</summary>
internal static class OpenAIProvider
{
    private const string Completions = "/chat/completions";

    /// <exception cref="ModelSetupException">A key or an address is missing or wrong.</exception>
    public static OpenedModel Open(ModelName name, Surroundings surroundings)
    {
        var (address, key) = Place(name, surroundings);
        var http = EndpointHttp.Create(key, surroundings.Time);
        var options = new OpenAIClientOptions
        {
            Endpoint = address,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        var library = new ChatClient(name.Model, Authentication(name.Provider, key), options).AsIChatClient();
        var client = new WholeAnswerChatClient(library, new OpenAIRequest(name).Put);
        return new OpenedModel(client, name.Model, KnownModels.Context(name.Model), IsEmbedded: false, [client, http])
        {
            Endpoint = new Endpoint(name.Provider, Endpoint.WithoutSecrets(address)),
            Faults = OpenAIFaults.Read,
        };
    }

    private static (Uri Address, string? Key) Place(ModelName name, Surroundings surroundings) => name.Provider switch
    {
        Provider.OpenAI => (surroundings.Address(name, "OPENAI_BASE_URL", "https://api.openai.com/v1"), surroundings.RequiredKey(name, "OPENAI_API_KEY")),
        Provider.Azure => (Below(surroundings.Address(name, "AZURE_OPENAI_ENDPOINT", null), "openai/v1"), surroundings.RequiredKey(name, "AZURE_OPENAI_API_KEY")),
        Provider.Gemini => (Below(surroundings.Address(name, "GOOGLE_GEMINI_BASE_URL", "https://generativelanguage.googleapis.com"), "v1beta/openai"), surroundings.RequiredKey(name, "GEMINI_API_KEY", "GOOGLE_API_KEY")),
        _ => (AsTyped(name.Url!), surroundings.Key(name, "LONGWRITER_API_KEY", "OPENAI_API_KEY")),
    };

    /// <summary>An address with a path below it, unless it is given with that path.</summary>
    private static Uri Below(Uri address, string path)
    {
        var parts = new UriBuilder(address);
        parts.Path = parts.Path.TrimEnd('/') is var given && given.EndsWith("/" + path, StringComparison.Ordinal) ? given : given + "/" + path;
        return parts.Uri;
    }

    /// <summary>The library adds the last part of the path itself; who typed it as well gets it once.</summary>
    private static Uri AsTyped(Uri url)
    {
        var parts = new UriBuilder(url);
        parts.Path = parts.Path.EndsWith(Completions, StringComparison.Ordinal) ? parts.Path[..^Completions.Length] : parts.Path;
        return parts.Uri;
    }

    private static AuthenticationPolicy Authentication(Provider provider, string? key) =>
        key is null ? new NoKey()
        : provider == Provider.Azure ? ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(new ApiKeyCredential(key), "api-key")
        : ApiKeyAuthenticationPolicy.CreateBearerAuthorizationPolicy(new ApiKeyCredential(key));

    /// <summary>For servers that ask for none.</summary>
    private sealed class NoKey : AuthenticationPolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => ProcessNext(message, pipeline, currentIndex);

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => ProcessNextAsync(message, pipeline, currentIndex);
    }
}
