using LongWriter.Providers.Resilience;
using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers;

/// <summary>A model ready to use.</summary>
/// <param name="Client">The model itself: nothing is asked twice, limited or watched.</param>
/// <param name="Name">As people know it.</param>
/// <param name="Context">What it can read, where known.</param>
/// <param name="IsEmbedded">Whether it is the model that ships with the tool: it writes nothing but English, and cannot sum up.</param>
public sealed record OpenedModel(IChatClient Client, string Name, ContextWindow? Context, bool IsEmbedded, IReadOnlyList<IDisposable> Owned) : IDisposable
{
    /// <summary>Where it is served; null for a model of this machine.</summary>
    public Endpoint? Endpoint { get; init; }

    /// <summary>Reads the endpoint's faults from what <see cref="Client"/> throws; null for a model of this machine.</summary>
    public FaultReader? Faults { get; init; }

    public void Dispose()
    {
        foreach (var owned in Owned)
        {
            owned.Dispose();
        }
    }
}
