using System.Runtime.CompilerServices;
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
    /// <summary>The plan of a document without chapters: what the past holds, a given one fitted to the target, or a new one. Repairs first, <see cref="PlanReady"/> last.</summary>
    public async IAsyncEnumerable<WritingEvent> PlanAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Past.Plan(0) is { } past)
        {
            yield return past;
            yield break;
        }

        Draft draft;
        if (Plan is not null)
        {
            var (fitted, changes) = PlanRepair.Fit(Plan, Target, PlanBounds.Own);
            draft = new Draft(fitted, changes, new TokenUsage(0, 0, 0), Calls: 0, Unreadable: 0);
        }
        else
        {
            draft = await new Planner(Planner, Options).PlanAsync(Options.Template.Plan(Instruction), Target, PlanBounds.Sections, Seed, 0, cancellationToken).ConfigureAwait(false);
        }

        foreach (var repair in draft.Repairs)
        {
            yield return new PlanRepaired(repair);
        }

        yield return new PlanReady(draft.Plan, Target ?? draft.Plan.Words, draft.Usage) { Calls = draft.Calls, Unreadable = draft.Unreadable };
    }

    public Conversation Conversation { get; } = new(Options.Template, Options.Layout, Instruction);

    public SectionWriter SectionWriter(LengthControl lengths, Repetition repetition)
    {
        var calls = new SectionCalls(Writer, Options, Seed);
        var reviser = Options.Revises ? new Reviser(calls, Conversation, lengths, repetition) : null;
        return new SectionWriter(calls, Conversation, lengths, repetition, reviser, Options.Attempts);
    }
}
