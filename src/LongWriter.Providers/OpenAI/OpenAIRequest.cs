using LongWriter.Providers.Caching;
using LongWriter.Providers.Models;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace LongWriter.Providers.OpenAI;

/// <summary>
/// Chat completions are spoken in dialects. OpenAI and Azure want <c>max_completion_tokens</c> and take a key that keeps the calls of
/// one run on a machine whose cache knows their prefix. The servers that others run know <c>max_tokens</c>, and Google refuses a
/// request for any field it does not know, the seed among them.
/// </summary>
internal sealed class OpenAIRequest(ModelName name)
{
    private readonly bool _thinks = KnownModels.Find(name.Model)?.Thinks == true;
    private readonly bool _isOwn = name.Provider is Provider.OpenAI or Provider.Azure;

    public (IList<ChatMessage> Messages, ChatOptions Options) Put(IList<ChatMessage> messages, ChatOptions options)
    {
        var prefix = SharedPrefix.Take(options);
        var most = options.MaxOutputTokens + (_thinks ? KnownModels.RoomForThoughts : 0);
        options.MaxOutputTokens = _isOwn ? most : null;
        if (name.Provider == Provider.Gemini)
        {
            (options.Seed, options.FrequencyPenalty, options.PresencePenalty) = (null, null, null);
        }

        if (_thinks && _isOwn)
        {
            (options.Temperature, options.TopP) = (null, null);
        }

        var given = options.RawRepresentationFactory;
        options.RawRepresentationFactory = client =>
        {
            var raw = given?.Invoke(client) as ChatCompletionOptions ?? new ChatCompletionOptions();
            if (!_isOwn && most is { } tokens)
            {
                raw.Patch.Set("$.max_tokens"u8, tokens);
            }

            if (_isOwn && prefix is not null)
            {
                raw.Patch.Set("$.prompt_cache_key"u8, prefix.Run);
            }

            return raw;
        };
        return (messages, options);
    }
}
