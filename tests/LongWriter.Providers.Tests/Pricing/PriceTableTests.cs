using LongWriter.Fakes;
using System.Text;
using System.Text.Json;
using CsCheck;
using LongWriter.Providers.Fakes;
using LongWriter.Providers.Pricing;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Tests.Pricing;

public class PriceTableTests
{
    private static readonly int s_inputs = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long" ? 1_000_000 : 5000;

    [Fact]
    public void Every_price_that_ships_has_its_source_and_date() =>
        Assert.All(PriceTable.Embedded.Prices, price => Assert.True(price is { Input: > 0, Output: > 0, Source: ['h', 't', 't', 'p', 's', ..], Date.Length: >= 7 } && price.Output > price.Input && !(price.CachedInput > price.Input), price.Model));

    [Theory]
    [InlineData("gpt-4.1", "gpt-4.1")]
    [InlineData("openai/gpt-4.1-mini", "gpt-4.1-mini")]
    [InlineData("GPT-4o-2024-08-06", "gpt-4o")]
    [InlineData("claude-sonnet-4-5-20250929", "claude-sonnet-4-5")]
    [InlineData("openrouter/anthropic/claude-opus-4-5", "claude-opus-4-5")]
    [InlineData("gpt-4o-audio-preview", null)]
    [InlineData("gpt-5-mini-high", null)]
    [InlineData("claude-sonnet-5-5", null)]
    [InlineData("gpt", null)]
    [InlineData("", null)]
    [InlineData("my-own", null)]
    public void A_name_stands_for_its_versions_and_for_no_other_model(string model, string? price) => Assert.Equal(price, PriceTable.Embedded.Find(model)?.Model);

    [Fact]
    public void The_longest_name_wins_and_one_s_own_table_wins_over_the_tool_s()
    {
        var own = Parse("""{ "prices": [{ "model": "gpt-4.1", "input": 7, "output": 8 }, { "model": "my-*", "input": 1, "output": 1 }, { "model": "my-large-*", "input": 2, "output": 2 }, { "model": "org/thing", "input": 3, "output": 3 }] }""");
        var table = PriceTable.Embedded.With(own);

        Assert.Equal(7, table.Find("gpt-4.1")!.Input);
        Assert.Equal((1, 2, 3), (table.Find("my-small")!.Input, table.Find("x/my-large-3")!.Input, table.Find("org/thing")!.Input));
        Assert.Null(table.Find("thing"));
        Assert.NotNull(table.Find("gpt-4o"));
        Assert.Throws<PriceTableException>(() => PriceTable.Embedded.With(Parse("""{ "currency": "EUR", "prices": [] }""")));
    }

    [Fact]
    public void Cost_tells_plain_cached_and_written_tokens_apart()
    {
        var price = new ModelPrice("m", 3, 15) { CachedInput = 0.3m, CacheWrite = 3.75m };
        var usage = new UsageDetails { InputTokenCount = 1_000_000, CachedInputTokenCount = 500_000, OutputTokenCount = 100_000, AdditionalCounts = new() { ["CacheCreationInputTokens"] = 200_000 } };

        Assert.Equal((0.3m * 3) + (0.5m * 0.3m) + (0.2m * 3.75m) + (0.1m * 15), price.Cost(usage));
        Assert.Equal(3 + 1.5m, (price with { CachedInput = null, CacheWrite = null }).Cost(usage));
        Assert.Equal(0, price.Cost(new UsageDetails()));
    }

    [Theory]
    [InlineData("{", "t.json: is no JSON: line 1, byte 2")]
    [InlineData("[]", "t.json: has no list named prices; the format is in docs/formats/prices.md")]
    [InlineData("""{ "prices": [3] }""", """t.json: prices[0] is no object; write { "model": …, "input": …, "output": … }""")]
    [InlineData("""{ "prices": [{ "model": "a", "imput": 3 }] }""", "t.json: prices[0] has 'imput', which means nothing; there are model, input, cached_input, cache_write, output, source, date, note")]
    [InlineData("""{ "prices": [{ "input": 3, "output": 3 }] }""", "t.json: prices[0] names no model; give its name, or the beginning of it with a * behind")]
    [InlineData("""{ "prices": [{ "model": "a", "input": 3 }] }""", "t.json: prices[0] (a) has no output price; give it for a million tokens")]
    [InlineData("""{ "prices": [{ "model": "a", "input": "3", "output": 3 }] }""", "t.json: prices[0].input is \"3\"; a price for a million tokens is a number from 0 to 100000")]
    [InlineData("""{ "prices": [{ "model": "a", "input": -3, "output": 3 }] }""", "t.json: prices[0].input is -3; a price for a million tokens is a number from 0 to 100000")]
    [InlineData("""{ "prices": [{ "model": "a", "input": 3, "output": 3, "date": "May" }] }""", "t.json: prices[0].date is 'May'; write it as 2026-11 or 2026-11-25")]
    [InlineData("""{ "prices": [{ "model": "a", "input": 3, "output": 3 }, { "model": "A", "input": 3, "output": 3 }] }""", "t.json: a stands in it twice; leave one of the two out")]
    public void A_mistake_is_told_with_its_place(string json, string message) => Assert.Equal(message, Assert.Throws<PriceTableException>(() => Parse(json)).Message);

    [Fact]
    public void Whatever_is_written_is_read_back()
    {
        var money = Gen.Int[0, 10_000_000].Select(n => n / 100m);
        var entry = Gen.Select(Gen.Char["abc-.5/ 中"].Array[1, 12].Select(c => "m" + new string(c)), money, money, money, Gen.Bool);
        entry.Array[0, 6].Each(2000, drawn =>
        {
            var prices = drawn.DistinctBy(e => e.Item1, StringComparer.OrdinalIgnoreCase).Select(e => new ModelPrice(e.Item1, e.Item2, e.Item3) { CachedInput = e.Item5 ? e.Item4 : null, Date = e.Item5 ? "2026-11" : null }).ToList();
            var json = JsonSerializer.Serialize(new { prices = prices.Select(p => new { model = p.Model, input = p.Input, cached_input = p.CachedInput, output = p.Output, date = p.Date }) });

            Assert.Equal(prices, Parse(json).Prices);
        });
    }

    [Fact]
    public void Whatever_stands_in_a_file_it_is_prices_or_a_mistake_that_is_told()
    {
        string[] pieces = ["{", "}", "[", "]", "\"prices\"", ":", ",", "\"model\"", "\"input\"", "\"output\"", "1", "-1e999", "\"a*\"", "null", "\"\\ud800\"", "\"date\"", "\"2026-11\"", " ", "é", "\0", "{ \"prices\": [", "{ \"model\": \"a\", \"input\": 1, \"output\": 1", "}] }"];
        var read = 0;
        Gen.Int[0, pieces.Length - 1].Array[0, 12].Each(s_inputs, drawn =>
        {
            try
            {
                Parse(string.Concat(drawn.Select(i => pieces[i])));
                read++;
            }
            catch (PriceTableException e)
            {
                Assert.StartsWith("t.json: ", e.Message, StringComparison.Ordinal);
            }
        });
        Assert.True(read < s_inputs);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() =>
        Assert.StartsWith("/no/such/prices.json: cannot be read: ", Assert.Throws<PriceTableException>(() => PriceTable.Load("/no/such/prices.json")).Message, StringComparison.Ordinal);

    private static PriceTable Parse(string json) => PriceTableReader.Parse("t.json", Encoding.UTF8.GetBytes(json));
}
