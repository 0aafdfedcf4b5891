using LongWriter.Providers.Caching;
using LongWriter.Providers.Models;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OllamaSharp.Models;

namespace LongWriter.Providers.Ollama;

/// <summary>Ollama cuts a prompt that is longer than its context without a word, and its context is short unless a call asks for one.</summary>
/// <param name="context">Tokens of prompt and answer together.</param>
internal sealed class OllamaRequest(int context, bool thinks)
{
    public (IList<ChatMessage> Messages, ChatOptions Options) Put(IList<ChatMessage> messages, ChatOptions options)
    {
        SharedPrefix.Take(options); // the server keeps the last prompt by itself
        options.MaxOutputTokens += thinks ? KnownModels.RoomForThoughts : 0;
        return (messages, options.AddOllamaOption(OllamaOption.NumCtx, context));
    }
}
