using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Fakes;

/// <summary>Plans as scripted and writes as <see cref="CountingWriter"/> does.</summary>
internal sealed class PlanningClient(string outline, params string[] plans) : IChatClient
{
    private readonly CountingWriter _writer = new();
    private int _plans;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var prompt = string.Concat(messages.Select(message => message.Text));
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, prompt.StartsWith("Plan the chapters", StringComparison.Ordinal) ? outline : plans[_plans++])));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in _writer.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => _writer.Dispose();
}
