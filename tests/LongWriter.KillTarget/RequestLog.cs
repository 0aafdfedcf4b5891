using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace LongWriter.KillTarget;

/// <summary>
/// Notes every request before it is answered, in records of 64 bytes: no record lies across two pages, so that a kill leaves none
/// half-written. Answers come after a pause, as a model's do.
/// </summary>
internal sealed class RequestLog(IChatClient model, string path, TimeSpan pause) : DelegatingChatClient(model)
{
    private const int RecordLength = 64;

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Note(messages, options);
        await Task.Delay(pause, TimeProvider.System, cancellationToken);
        return await base.GetResponseAsync(messages, options, cancellationToken);
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Note(messages, options);
        await Task.Delay(pause, TimeProvider.System, cancellationToken);
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            yield return update;
        }
    }

    private void Note(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var asked = string.Create(CultureInfo.InvariantCulture, $"{options?.Seed} {string.Concat(messages.Select(message => message.Text))}");
        var record = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)))[..(RecordLength - 1)] + "\n";
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(Encoding.ASCII.GetBytes(record));
    }
}
