using LongWriter.Chat;
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

    /// <summary>The model as a run uses it: counted against a budget and, where it is hosted, asked again and kept within its endpoint's limits.</summary>
    /// <param name="price">The cost of what a call reports; needed where the budget limits the cost.</param>
    /// <remarks>What is returned is not to be disposed: this record owns the model.</remarks>
    public IChatClient ForRun(Budget budget, Func<UsageDetails, decimal>? price, EndpointLimits limits, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var counted = new BudgetChatClient(Client, budget, price);
        return Endpoint is null
            ? counted
            : new ResilientChatClient(counted, Faults!, limits.Of(Endpoint.ToString()), new ResilienceOptions { Endpoint = Endpoint.ToString(), Seed = Environment.ProcessId }, time);
    }

    public void Dispose()
    {
        foreach (var owned in Owned)
        {
            owned.Dispose();
        }
    }
}
