using System.Runtime.CompilerServices;
using LongWriter.Planning;
using LongWriter.Writing;
using LongWriter.Writing.Guards;
using Microsoft.Extensions.AI;

namespace LongWriter.Strategies;

/// <summary>What a strategy works on, and what all of them need to work.</summary>
/// <param name="Instruction">The instruction as prompts carry it.</param>
/// <param name="Target">Words asked for, or null where the plan decides.</param>
/// <param name="Plan">A plan that was given, or null.</param>
/// <param name="Outline">One in two levels, or null.</param>
/// <param name="Past">What stands of an earlier attempt.</param>
internal sealed record Job(IChatClient Writer, IChatClient Planner, WriterOptions Options, string Instruction, int? Target, long Seed, Plan? Plan, Outline? Outline, Past Past)
{
    /// <summary>A plan for more words has more lines than models keep in view, about fifty.</summary>
    public const int MostWordsOfOnePlan = 20_000;

    /// <summary>Whether the document is planned in two levels.</summary>
    public bool HasChapters => Options.Strategy == WritingStrategy.AgentWrite && (Outline is not null || (Plan is null && Target > MostWordsOfOnePlan));

    public Conversation Conversation { get; } = new(Options.Template, Options.Layout, Instruction);

    public SectionCalls Calls { get; } = new(Writer, Options, Instruction, Seed);

    /// <summary>The plan of a document without chapters: what the past holds, a given one fitted to the target, or a new one. Repairs first, <see cref="PlanReady"/> last.</summary>
    public async IAsyncEnumerable<WritingEvent> PlanAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Past.Plan(0) is { } past)
        {
            yield return past;
            yield break;
        }

        Draft draft;
        if ((Plan ?? Outline?.Flat()) is { } given)
        {
            var (fitted, changes) = PlanRepair.Fit(given, Target, PlanBounds.Own);
            draft = new Draft(fitted, changes, new TokenUsage(0, 0, 0), Calls: 0, Unreadable: 0);
        }
        else
        {
            draft = await PlanAsync(Options.Template.Plan(Instruction), Target, PlanBounds.Sections, 0, cancellationToken).ConfigureAwait(false);
        }

        foreach (var repair in draft.Repairs)
        {
            yield return new PlanRepaired(repair);
        }

        yield return new PlanReady(draft.Plan, Target ?? draft.Plan.Words, draft.Usage) { Calls = draft.Calls, Unreadable = draft.Unreadable };
    }

    /// <summary>Asks for a plan.</summary>
    /// <param name="step">Tells the calls' seeds apart: 0 for the plan of the document, a number below for a chapter's.</param>
    public Task<Draft> PlanAsync(string prompt, int? words, PlanBounds bounds, int step, CancellationToken cancellationToken) =>
        new Planner(Planner, Options).PlanAsync(prompt, words, bounds, Seed, step, cancellationToken);

    public History History(bool summarizes) => new(Options.Context, Conversation.Tokens, summarizes);

    public SectionWriter SectionWriter(LengthControl lengths, Repetition repetition)
    {
        var reviser = Options.Revises ? new Reviser(Calls, Conversation, lengths, repetition) : null;
        return new SectionWriter(Calls, Conversation, lengths, repetition, reviser, Options.Attempts);
    }
}
