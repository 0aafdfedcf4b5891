using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Fakes;

/// <summary>Passes calls on and keeps all that a model is told by them: messages, settings, additional properties.</summary>
internal sealed class RecordingClient(IChatClient inner) : DelegatingChatClient(inner)
{
    private readonly ConcurrentQueue<string> _requests = new();
    private int _underWay;

    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>The most calls that were under way at once.</summary>
    public int Most { get; private set; }

    /// <summary>Waits in each call before it is answered.</summary>
    public Func<int, CancellationToken, Task> Before { get; init; } = static (_, _) => Task.CompletedTask;

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var properties = options?.AdditionalProperties?.Select(property => $"{property.Key}={property.Value}") ?? [];
        _requests.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{string.Join('|', messages.Select(message => $"{message.Role}: {message.Text}"))} [{options?.Seed} {options?.Temperature} {options?.TopP} {options?.MaxOutputTokens} {options?.Instructions} {string.Join(';', properties)}]"));
        lock (_requests)
        {
            Most = Math.Max(Most, ++_underWay);
        }

        try
        {
            await Before(_underWay, cancellationToken);
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                yield return update;
            }
        }
        finally
        {
            lock (_requests)
            {
                _underWay--;
            }
        }
    }
}
