using LongWriter.Planning;
using LongWriter.Providers.Pricing;

namespace LongWriter.Cli.Rendering;

/// <summary>What a run will take, in a line.</summary>
internal static class EstimateText
{
    /// <param name="price">The price of the model that writes, where it is known.</param>
    public static string Of(Estimate estimate, ModelPrice? price, string currency)
    {
        var usage = estimate.Usage;
        var text = $"about {estimate.Calls:N0} calls, {Count(usage.Prompt)} tokens of prompts ({Count(usage.Cached)} of them from a cache, where there is one), {Count(usage.Completion)} written";

        // What a cache does not serve is written to it, at some vendors for more than the plain price.
        return price is null ? text : $"{text}; {price.Cost(usage, written: usage.Prompt - usage.Cached):0.00} {currency}, {price.Cost(estimate.Uncached):0.00} without a cache";
    }

    private static string Count(long tokens) => tokens switch
    {
        < 1000 => $"{tokens}",
        < 1_000_000 => $"{tokens / 1000.0:0.#}k",
        _ => $"{tokens / 1e6:0.##}M",
    };
}
