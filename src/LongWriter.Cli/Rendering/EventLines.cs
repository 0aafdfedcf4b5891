using System.Text.Json;

namespace LongWriter.Cli.Rendering;

/// <summary>Every event as one line of JSON.</summary>
internal sealed class EventLines(TextWriter output) : IEventReader
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task ReadAsync(WritingEvent happened)
    {
        await output.WriteLineAsync(JsonSerializer.Serialize(happened, Json));
        await output.FlushAsync();
    }

    public Task CloseAsync() => Task.CompletedTask;
}
