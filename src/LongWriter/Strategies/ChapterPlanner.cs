using System.Runtime.CompilerServices;
using LongWriter.Planning;
using LongWriter.Prompts;
using LongWriter.Writing;

namespace LongWriter.Strategies;

/// <summary>Plans in two levels: chapters first, then the sections of each, told what came before. What the past holds or the user gave is not asked for.</summary>
internal sealed class ChapterPlanner(Job job)
{
    private readonly HashSet<string> _points = new(StringComparer.OrdinalIgnoreCase);
    private readonly (Outline Outline, IReadOnlyList<string> Repairs)? _given = job.Outline is null ? null : PlanRepair.Fit(job.Outline, job.Target);

    /// <summary>The whole plan before anything is written: the outline, then the sections of its chapters in order.</summary>
    public async IAsyncEnumerable<WritingEvent> PlanAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OutlineReady? outlined = null;
        await foreach (var happened in OutlineAsync(cancellationToken).ConfigureAwait(false))
        {
            outlined = happened as OutlineReady;
            yield return happened;
        }

        var history = job.History(summarizes: true);
        foreach (var chapter in outlined!.Outline.Chapters)
        {
            await foreach (var happened in SectionsAsync(outlined.Outline, chapter, history.Finished, cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
                if (happened is PlanReady ready)
                {
                    history.Add(new History.Chapter(ChapterDigest.Of(chapter, [.. ready.Plan.Steps.Select(step => step.MainPoint)]), []));
                }
            }
        }
    }

    /// <summary>Repairs, then <see cref="OutlineReady"/>.</summary>
    public async IAsyncEnumerable<WritingEvent> OutlineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (job.Past.Outline is { } past)
        {
            yield return past;
            yield break;
        }

        Outline outline;
        IReadOnlyList<string> repairs;
        var (usage, calls) = (new TokenUsage(0, 0, 0), 0);
        if (_given is var (given, changes))
        {
            (outline, repairs) = (given.WithoutSections(), changes);
        }
        else
        {
            var draft = await job.PlanAsync(PromptTemplate.Chapters(job.Instruction), job.Target, PlanBounds.Chapters, 0, cancellationToken).ConfigureAwait(false);
            outline = new Outline([.. draft.Plan.Steps.Select(step => new Chapter(step.Number, step.MainPoint, step.Words))]);
            (repairs, usage, calls) = (draft.Repairs, draft.Usage, draft.Calls);
        }

        foreach (var repair in repairs)
        {
            yield return new PlanRepaired(repair);
        }

        yield return new OutlineReady(outline, job.Target ?? outline.Words, usage) { Calls = calls };
    }

    /// <summary>Repairs, then the <see cref="PlanReady"/> of a chapter.</summary>
    /// <param name="due">The chapter, with the words it is to have by what stands already.</param>
    /// <param name="finished">What the chapters before it say.</param>
    public async IAsyncEnumerable<WritingEvent> SectionsAsync(Outline outline, Chapter due, string finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ready = job.Past.Plan(due.Number);
        if (ready is null && _given?.Outline.Chapters.ElementAtOrDefault(due.Number - 1)?.Sections is { } given)
        {
            ready = new PlanReady(given, given.Words, new TokenUsage(0, 0, 0)) { Chapter = due.Number };
        }

        if (ready is null)
        {
            var prompt = PromptTemplate.Chapter(job.Instruction, outline.ToString(), finished, due.ToString());
            var draft = await job.PlanAsync(prompt, due.Words, PlanBounds.Sections, -due.Number, cancellationToken).ConfigureAwait(false);
            var (plan, repairs) = WithoutOld(draft, due.Words);
            foreach (var repair in repairs)
            {
                yield return new PlanRepaired(repair);
            }

            ready = new PlanReady(plan, due.Words, draft.Usage) { Chapter = due.Number, Calls = draft.Calls, Unreadable = draft.Unreadable };
        }

        _points.UnionWith(ready.Plan.Steps.Select(step => step.MainPoint));
        yield return ready;
    }

    /// <summary>A chapter's plan without the steps that an earlier chapter has, as long as any are left.</summary>
    private (Plan Plan, IReadOnlyList<string> Repairs) WithoutOld(Draft draft, int words)
    {
        var fresh = draft.Plan.Steps.Where(step => !_points.Contains(step.MainPoint)).ToList();
        if (fresh.Count == draft.Plan.Steps.Count || fresh.Count == 0)
        {
            return (draft.Plan, draft.Repairs);
        }

        var (plan, repairs) = PlanRepair.Fit(new Plan(fresh), words, PlanBounds.Sections);
        return (plan, [.. draft.Repairs, $"{draft.Plan.Steps.Count - fresh.Count} of the steps stand in an earlier chapter and were dropped", .. repairs]);
    }
}
