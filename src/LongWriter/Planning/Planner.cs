using LongWriter.Chat;
using LongWriter.Writing;
using LongWriter.Writing.Guards;
using Microsoft.Extensions.AI;

namespace LongWriter.Planning;

/// <summary>A plan as it was accepted.</summary>
/// <param name="Repairs">One sentence for each change to what the model wrote.</param>
/// <param name="Calls">Calls it took.</param>
/// <param name="Unreadable">Of these, answers that were no plan.</param>
internal sealed record Draft(Plan Plan, IReadOnlyList<string> Repairs, TokenUsage Usage, int Calls, int Unreadable);

/// <summary>Asks a model for a plan until one can be used and suits the length, and fits it.</summary>
internal sealed class Planner(IChatClient client, WriterOptions options)
{
    /// <summary>Calls made for a plan that is far from the target or has lines that say nothing; then the best of them has to do.</summary>
    private const int MostDrafts = 3;

    /// <param name="step">Tells the calls' seeds apart: 0 for the plan of the document, a number below for a chapter's.</param>
    /// <exception cref="WritingException">No usable plan in as many attempts as the options allow.</exception>
    public async Task<Draft> PlanAsync(string prompt, int? target, PlanBounds bounds, long seed, int step, CancellationToken cancellationToken)
    {
        var usage = new TokenUsage(0, 0, 0);
        PlanException? last = null;
        (Plan Plan, int Incomplete)? best = null;
        var (calls, unreadable) = (0, 0);
        while (calls < options.Attempts && !(best is { } found && (Suits(found.Plan, found.Incomplete) || (calls >= MostDrafts && !PlanFit.IsTooCoarse(found.Plan, target, bounds)))))
        {
            var response = await AnswerStream.WholeAsync(client, prompt, options.Call(CallSeed.Of(seed, step, calls), null, faults: unreadable), cancellationToken).ConfigureAwait(false);
            usage += TokenUsage.Of(response.Usage);
            calls++;
            IReadOnlyList<string> incomplete = [];
            try
            {
                // The prompts show what a plan looks like: said back, they would read as one.
                var plan = Unusable.SaysPrompt(response.Text) ? throw new PlanException("the model said the prompt back", response.Text) : PlanParser.Parse(response.Text, out incomplete);
                best = best is not { } other || (incomplete.Count, other.Incomplete) switch
                {
                    (0, > 0) => true,
                    ( > 0, 0) => false,
                    _ => PlanFit.IsBetter(plan, other.Plan, target, bounds),
                }
                    ? (plan, incomplete.Count)
                    : best;
            }
            catch (PlanException e)
            {
                last = e;
                unreadable++;
            }
        }

        if (best is not var (accepted, without))
        {
            throw new WritingException($"the model gave no usable plan in {options.Attempts} attempts: {last!.Message}. Try another model or seed, or write a plan yourself and give it with --plan.", last);
        }

        var (fitted, repairs) = PlanRepair.Fit(accepted, target, bounds);
        IReadOnlyList<string> dropped = without == 0 ? [] : [$"{without} {(without == 1 ? "step" : "steps")} without a main point or a word count were dropped"];
        return new Draft(fitted, [.. dropped, .. repairs], usage, calls, unreadable);

        bool Suits(Plan plan, int incomplete) => incomplete == 0 && !PlanFit.IsTooCoarse(plan, target, bounds) && PlanFit.IsNear(plan, target);
    }
}
