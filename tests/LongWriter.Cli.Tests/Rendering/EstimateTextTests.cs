using LongWriter.Cli.Rendering;
using LongWriter.Planning;
using LongWriter.Providers.Pricing;

namespace LongWriter.Cli.Tests;

public class EstimateTextTests
{
    private static readonly Estimate s_estimate = new(12, new TokenUsage(1_000_000, 600_000, 20_000), 0);

    [Fact]
    public void Without_a_price_it_says_calls_and_tokens() =>
        Assert.Equal("about 12 calls, 1M tokens of prompts (600k of them from a cache, where there is one), 20k written", EstimateText.Of(s_estimate, null, "USD"));

    [Fact]
    public void What_is_written_to_a_cache_costs_what_the_vendor_takes_for_it()
    {
        // 600k cached at 0.3, 400k written to the cache at 3.75, 20k written at 15; without a cache 1M at 3.
        var price = new ModelPrice("m", Input: 3, Output: 15) { CachedInput = 0.3m, CacheWrite = 3.75m };

        Assert.EndsWith("; 1.98 USD, 3.30 without a cache", EstimateText.Of(s_estimate, price, "USD"), StringComparison.Ordinal);
    }
}
