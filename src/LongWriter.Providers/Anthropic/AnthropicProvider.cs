using Anthropic;
using Anthropic.Core;
using LongWriter.Providers.Models;
using LongWriter.Providers.Wire;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Anthropic;

/// <summary>Anthropic's Messages API through its own library.</summary>
internal static class AnthropicProvider
{
    /// <summary>The library sends its limit with every call; streams are watched, not timed.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <exception cref="ModelSetupException">The key or an address is missing or wrong.</exception>
    public static OpenedModel Open(ModelName name, Surroundings surroundings)
    {
        var address = surroundings.Address(name, "ANTHROPIC_BASE_URL", "https://api.anthropic.com");
        var key = surroundings.RequiredKey(name, "ANTHROPIC_API_KEY");
        var http = EndpointHttp.Create(key, surroundings.Time);
        var library = new AnthropicClient(new ClientOptions
        {
            HttpClient = http,
            BaseUrl = address.ToString().TrimEnd('/'),
            ApiKey = key,
            AuthToken = null,
            MaxRetries = 0,
            Timeout = s_longest,
        });
        var client = new WholeAnswerChatClient(library.AsIChatClient(name.Model), new AnthropicRequest(name).Put);
        return new OpenedModel(client, name.Model, KnownModels.Context(name.Model), IsEmbedded: false, [client, library, http])
        {
            Endpoint = new Endpoint(name.Provider, Endpoint.WithoutSecrets(address)),
            Faults = AnthropicFaults.Read,
        };
    }
}
