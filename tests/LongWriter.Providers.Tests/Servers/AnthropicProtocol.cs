using System.Text.Json;

namespace LongWriter.Providers.Tests.Servers;

/// <summary>Messages as Anthropic streams them: named server-sent events, counts at the beginning and, as running totals, at the end.</summary>
internal sealed class AnthropicProtocol : IProtocol
{
    public string ContentType => "text/event-stream";

    public string Whole(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var stop_reason = answer.Finish switch { Finish.Length => "max_tokens", Finish.Policy => "refusal", _ => "end_turn" };
        return WithoutEnd(answer)
            + Event("content_block_stop", new { type = "content_block_stop", index = 0 })
            + Event("message_delta", new { type = "message_delta", delta = new { stop_reason, stop_sequence = (string?)null }, usage = Usage(answer, answer.Completion) })
            + Event("message_stop", new { type = "message_stop" });
    }

    public string WithoutEnd(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var message = new { id = "m1", type = "message", role = "assistant", model = "served", content = Array.Empty<object>(), stop_reason = (string?)null, stop_sequence = (string?)null, usage = Usage(answer, 1) };
        return Event("message_start", new { type = "message_start", message })
            + Event("content_block_start", new { type = "content_block_start", index = 0, content_block = new { type = "text", text = "" } })
            + Event("ping", new { type = "ping" })
            + string.Concat(answer.Pieces.Select(text => Event("content_block_delta", new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text } })));
    }

    public string Error(string message) => Error("some_error", message);

    public string ErrorInStream(string message) => ErrorInStream("overloaded_error", message);

    public static string Error(string type, string message) => JsonSerializer.Serialize(new { type = "error", error = new { type, message } });

    public static string ErrorInStream(string type, string message) => $"event: error\ndata: {Error(type, message)}\n\n";

    /// <summary>Its input tokens are those that were neither read from the cache nor written to it.</summary>
    private static object Usage(Answer answer, int output) => new { input_tokens = answer.Prompt - answer.Cached, cache_creation_input_tokens = 0, cache_read_input_tokens = answer.Cached, output_tokens = output };

    private static string Event(string name, object data) => $"event: {name}\ndata: {JsonSerializer.Serialize(data)}\n\n";
}
