using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Pricing;

/// <summary>What a model costs, each price for a million tokens.</summary>
/// <param name="Model">The family: it stands for the model of that name and its dated versions; with a * at its end for every model whose name begins so.</param>
/// <param name="Input">Tokens of prompts.</param>
/// <param name="Output">Tokens of answers.</param>
public sealed record ModelPrice(string Model, decimal Input, decimal Output)
{
    /// <summary>The count of tokens written to a cache, as the client libraries name it.</summary>
    private const string CacheWrites = "CacheCreationInputTokens";

    /// <summary>Prompt tokens served from a cache; null where unknown, and then they cost as much as others.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>Prompt tokens written to a cache; null where that costs nothing more.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Where the vendor says so.</summary>
    public string? Source { get; init; }

    /// <summary>When that was read: a year and month, or a day.</summary>
    public string? Date { get; init; }

    /// <summary>The cost of what a call reports.</summary>
    public decimal Cost(UsageDetails usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        return Cost(new TokenUsage(usage.InputTokenCount ?? 0, usage.CachedInputTokenCount ?? 0, usage.OutputTokenCount ?? 0), usage.AdditionalCounts?.GetValueOrDefault(CacheWrites) ?? 0);
    }

    /// <param name="usage">Tokens; the prompt's include cached and written ones.</param>
    /// <param name="written">Of the prompt's, those written to a cache.</param>
    public decimal Cost(TokenUsage usage, long written = 0)
    {
        ArgumentNullException.ThrowIfNull(usage);
        var plain = Math.Max(0, usage.Prompt - usage.Cached - written);
        return ((plain * Input) + (usage.Cached * (CachedInput ?? Input)) + (written * (CacheWrite ?? Input)) + (usage.Completion * Output)) / 1_000_000;
    }
}
