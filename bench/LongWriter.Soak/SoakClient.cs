using System.Buffers;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LongWriter.Soak;

/// <summary>The chat protocol of OpenAI with as little work as it can be done with: what is measured is the writer, not a client library.</summary>
internal sealed class SoakClient(Uri address) : IChatClient
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null }) { Timeout = Timeout.InfiniteTimeSpan };

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = Body(messages) };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        request.Content = null; // sent: its bytes need not live as long as the answer
        response.EnsureSuccessStatusCode();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var end = stream.ConfigureAwait(false);
        var buffer = new byte[2048];
        for (var (from, to) = (0, 0); ;)
        {
            if (buffer.AsSpan(from, to - from).IndexOf((byte)'\n') is >= 0 and var length)
            {
                var update = Update(buffer.AsSpan(from, length));
                from += length + 1;
                if (update is not null)
                {
                    yield return update;
                }

                continue;
            }

            buffer.AsSpan(from, to - from).CopyTo(buffer);
            (from, to) = (0, to - from);
            var read = await stream.ReadAsync(buffer.AsMemory(to), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                yield break;
            }

            to += read;
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => _http.Dispose();

    private static ReadOnlyMemoryContent Body(IEnumerable<ChatMessage> messages)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteString("model", "soak");
        json.WriteBoolean("stream", value: true);
        json.WriteStartArray("messages");
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteString("role", message.Role.Value);
            json.WriteString("content", message.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new ReadOnlyMemoryContent(bytes.WrittenMemory) { Headers = { ContentType = s_json } };
    }

    /// <summary>What a line of the stream says, or null where it says nothing.</summary>
    private static ChatResponseUpdate? Update(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("data: {"u8))
        {
            return null;
        }

        var json = new Utf8JsonReader(line[6..]);
        string? text = null, finish = null;
        long? written = null;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.ValueTextEquals("content"u8) && json.Read())
            {
                text = json.GetString();
            }
            else if (json.ValueTextEquals("finish_reason"u8) && json.Read())
            {
                finish = json.GetString();
            }
            else if (json.ValueTextEquals("completion_tokens"u8) && json.Read())
            {
                written = json.GetInt64();
            }
        }

        IList<AIContent> contents = written is { } tokens ? [new UsageContent(new UsageDetails { OutputTokenCount = tokens })] : text is null ? [] : [new TextContent(text)];
        return new ChatResponseUpdate(ChatRole.Assistant, contents) { FinishReason = finish is null ? null : ChatFinishReason.Stop };
    }
}
