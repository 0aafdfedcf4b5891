using LongWriter.Evaluation.Judging;
using Microsoft.Extensions.AI;

namespace LongWriter.Evaluation.Tests.Judging;

/// <summary>A model that answers by a function of what it is asked, and keeps what it was asked.</summary>
internal sealed class ScriptedJudge(Func<IReadOnlyList<ChatMessage>, ChatOptions, ChatResponse> answer) : IChatClient
{
    private readonly Lock _gate = new();

    /// <summary>Answers in the order given; a call too many fails.</summary>
    public ScriptedJudge(params string[] answers)
        : this(InTurn(answers))
    {
    }

    public List<(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)> Calls { get; } = [];

    /// <summary>A verdict in the form that is asked for.</summary>
    public static string Verdict(params ReadOnlySpan<double> scores)
    {
        var fields = new List<string>();
        for (var i = 0; i < scores.Length; i++)
        {
            fields.Add($"\"{Dimensions.All[i].Name()}\": {scores[i]}");
        }

        return $"{{\"Analysis\": \"So it is.\", {string.Join(", ", fields)}}}";
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var asked = messages.ToList();
            Calls.Add((asked, options ?? new ChatOptions()));
            return Task.FromResult(answer(asked, options ?? new ChatOptions()));
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException("judges answer whole");

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", null, "scripted-judge") : null;

    public void Dispose()
    {
    }

    private static Func<IReadOnlyList<ChatMessage>, ChatOptions, ChatResponse> InTurn(string[] answers)
    {
        var left = new Queue<string>(answers);
        return (_, _) => left.TryDequeue(out var text)
            ? new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = ChatFinishReason.Stop, Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 } }
            : throw new InvalidOperationException("a call too many");
    }
}
