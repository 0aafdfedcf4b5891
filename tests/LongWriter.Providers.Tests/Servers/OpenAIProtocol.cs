using System.Text.Json;

namespace LongWriter.Providers.Tests.Servers;

/// <summary>Chat completions as OpenAI streams them: server-sent events, the usage in a chunk without a choice, [DONE] at the end.</summary>
internal sealed class OpenAIProtocol : IProtocol
{
    public string ContentType => "text/event-stream";

    public string Whole(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var finish = answer.Finish switch { Finish.Length => "length", Finish.Policy => "content_filter", _ => "stop" };
        var usage = new { prompt_tokens = answer.Prompt, completion_tokens = answer.Completion, total_tokens = answer.Prompt + answer.Completion, prompt_tokens_details = new { cached_tokens = answer.Cached } };
        return WithoutEnd(answer) + Chunk(new { }, finish) + Event(new { id = "c1", @object = "chat.completion.chunk", created = 1, model = "served", choices = Array.Empty<object>(), usage }) + "data: [DONE]\n\n";
    }

    public string WithoutEnd(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Chunk(new { role = "assistant", content = "" }, null) + string.Concat(answer.Pieces.Select(piece => Chunk(new { content = piece }, null)));
    }

    public string Error(string message) => JsonSerializer.Serialize(new { error = new { message, type = "some_error", param = (string?)null, code = (string?)null } });

    public string ErrorInStream(string message) => $"data: {Error(message)}\n\n";

    /// <summary>One piece of an answer.</summary>
    public static string Chunk(object delta, string? finish, object? usage = null) => Event(new { id = "c1", @object = "chat.completion.chunk", created = 1, model = "served", choices = new[] { new { index = 0, delta, finish_reason = finish } }, usage });

    private static string Event(object data) => $"data: {JsonSerializer.Serialize(data)}\n\n";
}
