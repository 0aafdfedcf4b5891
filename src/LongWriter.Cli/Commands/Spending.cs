using LongWriter.Chat;
using LongWriter.Cli.Settings;
using LongWriter.Providers;
using LongWriter.Providers.Pricing;
using LongWriter.Providers.Resilience;
using Microsoft.Extensions.AI;

namespace LongWriter.Cli.Commands;

/// <summary>What the models of a run may spend together, at what prices, within what limits of their endpoints.</summary>
internal sealed class Spending
{
    private readonly Surroundings _around;
    private readonly Budget _budget;
    private readonly PriceTable _prices;
    private readonly EndpointLimits _limits;

    public Spending(Surroundings around, Budget budget)
    {
        (_around, _budget) = (around, budget);
        _limits = new EndpointLimits(time: around.Time);
        _prices = SettingSources.UserFile(around, "prices.json") is { } own ? PriceTable.Embedded.With(PriceTable.Load(own)) : PriceTable.Embedded;
    }

    public string Currency => _prices.Currency;

    /// <summary>By the model's own name: a URL before it says nothing of the price.</summary>
    public ModelPrice? PriceOf(string name) => _prices.Find(ModelName.Parse(name).Model);

    /// <summary>The model as a run uses it; the model's owner disposes it.</summary>
    /// <exception cref="UsageException">The cost is limited and the model's price is not known.</exception>
    public IChatClient ClientOf(OpenedModel model, string name)
    {
        var price = PriceOf(name);
        if (_budget.MaxCost is not null && model.Endpoint is not null && price is null)
        {
            throw new UsageException($"--max-cost: the price of {name} is not known; put it in a prices.json beside the user's config.json (docs/formats/prices.md), or limit the run with --max-tokens");
        }

        return model.ForRun(_budget, model.Endpoint is null || price is null ? static _ => 0 : price.Cost, _limits, _around.Time);
    }

    /// <summary>All tokens of several calls or answers, as far as they are known.</summary>
    public static TokenUsage Sum(IEnumerable<TokenUsage?> spent) => spent.OfType<TokenUsage>().Aggregate(new TokenUsage(0, 0, 0), static (sum, one) => sum + one);

    /// <summary>Counts what earlier attempts at the run have spent.</summary>
    /// <param name="name">The model that spent it.</param>
    public void AddPast(TokenUsage spent, string name) => _budget.Add(spent, PriceOf(name)?.Cost(spent) ?? 0);
}
