using System.Text.Json;

namespace LongWriter.Providers.Tests.Servers;

/// <summary>A chat as Ollama streams it: a JSON object a line, the last one with the counts. It says nothing of its cache.</summary>
internal sealed class OllamaProtocol : IProtocol
{
    public string ContentType => "application/x-ndjson";

    public string Whole(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return WithoutEnd(answer) + Line(new { model = "served", created_at = "2026-11-24T00:00:00Z", message = new { role = "assistant", content = "" }, done = true, done_reason = answer.Finish == Finish.Length ? "length" : "stop", prompt_eval_count = answer.Prompt, eval_count = answer.Completion });
    }

    public string WithoutEnd(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return string.Concat(answer.Pieces.Select(content => Line(new { model = "served", created_at = "2026-11-24T00:00:00Z", message = new { role = "assistant", content }, done = false })));
    }

    public string Error(string message) => JsonSerializer.Serialize(new { error = message });

    public string ErrorInStream(string message) => Error(message) + "\n";

    private static string Line(object data) => JsonSerializer.Serialize(data) + "\n";
}
