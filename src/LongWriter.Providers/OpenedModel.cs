using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers;

/// <summary>A model ready to use.</summary>
/// <param name="Name">As people know it.</param>
/// <param name="Context">What it can read, where known.</param>
/// <param name="EnglishOnly">Whether it can write nothing but English (the embedded model).</param>
public sealed record OpenedModel(IChatClient Client, string Name, ContextWindow? Context, bool EnglishOnly, IReadOnlyList<IDisposable> Owned) : IDisposable
{
    public void Dispose()
    {
        foreach (var owned in Owned)
        {
            owned.Dispose();
        }
    }
}
