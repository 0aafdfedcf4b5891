using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers;

/// <summary>A model ready to use.</summary>
/// <param name="Name">As people know it.</param>
/// <param name="Context">What it can read, where known.</param>
/// <param name="IsEmbedded">Whether it is the model that ships with the tool: it writes nothing but English, and cannot sum up.</param>
public sealed record OpenedModel(IChatClient Client, string Name, ContextWindow? Context, bool IsEmbedded, IReadOnlyList<IDisposable> Owned) : IDisposable
{
    public void Dispose()
    {
        foreach (var owned in Owned)
        {
            owned.Dispose();
        }
    }
}
