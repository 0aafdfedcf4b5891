using LongWriter.Planning;
using LongWriter.Writing;
using LongWriter.Writing.Guards;
using Microsoft.Extensions.AI;

namespace LongWriter.Strategies;

/// <summary>One way to write a document: yields its plan and its sections, not its beginning and end.</summary>
internal interface IStrategy
{
    /// <exception cref="WritingException">A plan or a section could not be had.</exception>
    IAsyncEnumerable<WritingEvent> WriteAsync(CancellationToken cancellationToken);
}

/// <summary>What a strategy works on.</summary>
/// <param name="Instruction">The instruction as prompts carry it.</param>
/// <param name="Target">Words asked for, or null where the plan decides.</param>
/// <param name="Past">What stands of an earlier attempt.</param>
internal sealed record Job(IChatClient Writer, IChatClient Planner, WriterOptions Options, string Instruction, int? Target, long Seed, Plan? Plan, Past Past)
{
    /// <summary>A given plan fitted to the target, or a new one.</summary>
    public async Task<(PlanReady Ready, IReadOnlyList<string> Repairs)> PlanAsync(CancellationToken cancellationToken)
    {
        if (Plan is not null)
        {
            var (fitted, changes) = PlanRepair.Fit(Plan, Target, PlanBounds.Own);
            return (new PlanReady(fitted, Target ?? fitted.Words, new TokenUsage(0, 0, 0)), changes);
        }

        var draft = await new Planner(Planner, Options).PlanAsync(Options.Template.Plan(Instruction), Target, PlanBounds.Sections, Seed, 0, cancellationToken).ConfigureAwait(false);
        return (new PlanReady(draft.Plan, Target ?? draft.Plan.Words, draft.Usage) { Calls = draft.Calls, Unreadable = draft.Unreadable }, draft.Repairs);
    }

    public SectionWriter SectionWriter(LengthControl lengths, Repetition repetition) => new(Writer, Options, Instruction, Seed, lengths, repetition);
}
