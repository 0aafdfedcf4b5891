using System.Runtime.CompilerServices;
using LongWriter.Text;
using Microsoft.Extensions.AI;

namespace LongWriter.Chat;

/// <summary>
/// Counts what every call spends and makes none once the budget is reached. It stands inside the layer that asks again, so that
/// attempts which failed are counted as well, as far as their answers came.
/// </summary>
/// <param name="price">The cost of what a call reports; needed where the budget limits the cost.</param>
/// <remarks>What an endpoint does not report is reckoned from characters, and the budget says so.</remarks>
public sealed class BudgetChatClient(IChatClient inner, Budget budget, Func<UsageDetails, decimal>? price = null) : DelegatingChatClient(inner)
{
    private readonly Func<UsageDetails, decimal>? _price = price is not null || budget.MaxCost is null ? price : throw new ArgumentException("a limit of the cost needs a price: an unknown one is not nothing", nameof(price));

    /// <exception cref="BudgetReachedException">Nothing is left; no call was made.</exception>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        budget.EnsureLeft();
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var response = await base.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
        Count(asked, response.Usage, TokenEstimate.Quarters(response.Text));
        return response;
    }

    /// <exception cref="BudgetReachedException">Nothing is left; no call was made.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        budget.EnsureLeft();
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        UsageDetails? usage = null;
        long quarters = 0;
        var answered = false;
        try
        {
            await foreach (var update in base.GetStreamingResponseAsync(asked, options, cancellationToken).ConfigureAwait(false))
            {
                answered = true;
                foreach (var content in update.Contents)
                {
                    if (content is UsageContent reported)
                    {
                        (usage ??= new UsageDetails()).Add(reported.Details);
                    }
                    else if (content is TextContent text)
                    {
                        quarters += TokenEstimate.Quarters(text.Text);
                    }
                }

                yield return update;
            }
        }
        finally
        {
            // Also where the answer broke off or was left: what came of it was paid for.
            if (answered)
            {
                Count(asked, usage, quarters);
            }
        }
    }

    private void Count(IReadOnlyList<ChatMessage> asked, UsageDetails? reported, long quarters)
    {
        var estimated = reported?.InputTokenCount is null || reported.OutputTokenCount is null;
        var usage = new UsageDetails();
        usage.Add(reported ?? new UsageDetails());
        usage.InputTokenCount ??= (asked.Sum(message => TokenEstimate.Quarters(message.Text)) + 3) / 4;
        usage.OutputTokenCount ??= (quarters + 3) / 4;
        budget.Add(TokenUsage.Of(usage), _price?.Invoke(usage) ?? 0, estimated);
    }
}
