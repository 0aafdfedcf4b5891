using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Fakes;

/// <summary>A model that is torn away in the middle of the n-th answer, as by a killed process, and works again from then on.</summary>
internal sealed class CrashingClient(IChatClient inner, int at) : DelegatingChatClient(inner)
{
    private int _calls;

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var crashes = Interlocked.Increment(ref _calls) == at;
        var pieces = 0;
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (crashes && pieces++ == 2)
            {
                throw new CrashException();
            }

            yield return update;
        }
    }
}

internal sealed class CrashException() : Exception("the process is killed");
