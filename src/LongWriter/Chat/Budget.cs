namespace LongWriter.Chat;

/// <summary>What a run may spend and what it has spent, all its models together.</summary>
/// <param name="maxTokens">Tokens of prompts and answers, 1 or more; null for no limit.</param>
/// <param name="maxCost">Cost in the currency of the prices, above 0; null for no limit.</param>
/// <remarks>Thread-safe. Calls that are under way when it runs out are finished and counted.</remarks>
public sealed class Budget(long? maxTokens = null, decimal? maxCost = null)
{
    private readonly Lock _gate = new();

    public long? MaxTokens { get; } = maxTokens is null or >= 1 ? maxTokens : throw new ArgumentOutOfRangeException(nameof(maxTokens), maxTokens, "a budget has at least one token");

    public decimal? MaxCost { get; } = maxCost is null or > 0 ? maxCost : throw new ArgumentOutOfRangeException(nameof(maxCost), maxCost, "a budget is more than nothing");

    public TokenUsage Spent { get; private set; } = new(0, 0, 0);

    public decimal Cost { get; private set; }

    /// <summary>Whether some of it is reckoned from characters, because an endpoint did not report it.</summary>
    public bool IsEstimated { get; private set; }

    /// <summary>Counts what was spent, in this attempt at a run or an earlier one.</summary>
    /// <param name="cost">Its cost; 0 where no price is known and none is limited.</param>
    public void Add(TokenUsage usage, decimal cost = 0, bool estimated = false)
    {
        lock (_gate)
        {
            Spent += usage;
            Cost += cost;
            IsEstimated |= estimated;
        }
    }

    /// <exception cref="BudgetReachedException">Nothing is left.</exception>
    public void EnsureLeft()
    {
        lock (_gate)
        {
            var tokens = Spent.Prompt + Spent.Completion;
            if (tokens >= MaxTokens)
            {
                throw new BudgetReachedException($"the budget of {MaxTokens:N0} tokens is used up ({tokens:N0} spent). Resume the run with a larger --max-tokens to go on from here.");
            }

            if (Cost >= MaxCost)
            {
                throw new BudgetReachedException($"the budget of {MaxCost:0.00##} is used up ({Cost:0.00##} spent). Resume the run with a larger --max-cost to go on from here.");
            }
        }
    }
}

/// <summary>A call was not made, because nothing is left of the budget. What is written stands, and the run can be resumed with a larger one.</summary>
public sealed class BudgetReachedException(string message) : Exception(message);
