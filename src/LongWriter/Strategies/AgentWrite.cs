using System.Runtime.CompilerServices;
using LongWriter.Planning;
using LongWriter.Prompts;
using LongWriter.Writing;
using LongWriter.Writing.Guards;

namespace LongWriter.Strategies;

/// <summary>
/// AgentWrite: plan, then write the sections one after another, each with what stands so far. Beyond <see cref="MostWordsOfOnePlan"/>
/// words it plans in two levels: chapters first, then the sections of each chapter when it is reached, told what came before.
/// </summary>
internal sealed class AgentWrite(Job job) : IStrategy
{
    /// <summary>A plan for more words has more lines than models keep in view, about fifty.</summary>
    public const int MostWordsOfOnePlan = 20_000;

    private readonly Repetition _repetition = new();
    private readonly HashSet<string> _points = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Section> _sections = [];

    public IAsyncEnumerable<WritingEvent> WriteAsync(CancellationToken cancellationToken) =>
        job.Plan is null && job.Target > MostWordsOfOnePlan ? ChaptersAsync(cancellationToken) : WholeAsync(cancellationToken);

    private async IAsyncEnumerable<WritingEvent> WholeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PlanReady? planned = null;
        await foreach (var happened in job.PlanAsync(cancellationToken).ConfigureAwait(false))
        {
            planned = happened as PlanReady;
            yield return happened;
        }

        var ready = planned!;
        var lengths = new LengthControl(ready.TargetWords);
        await foreach (var happened in SectionsAsync(ready.Plan, ready.Plan.ToString(), new History(job.Options.Context, job.Conversation.Tokens), lengths, 0, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    private async IAsyncEnumerable<WritingEvent> ChaptersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var target = job.Target!.Value;
        var outlined = job.Past.Outline;
        if (outlined is null)
        {
            var draft = await new Planner(job.Planner, job.Options).PlanAsync(PromptTemplate.Chapters(job.Instruction), target, PlanBounds.Chapters, job.Seed, 0, cancellationToken).ConfigureAwait(false);
            foreach (var repair in draft.Repairs)
            {
                yield return new PlanRepaired(repair);
            }

            outlined = new OutlineReady(new Outline([.. draft.Plan.Steps.Select(step => new Chapter(step.Number, step.MainPoint, step.Words))]), target, draft.Usage) { Calls = draft.Calls };
        }

        yield return outlined;

        var outline = outlined.Outline;
        var lengths = new LengthControl(target);
        var history = new History(job.Options.Context, job.Conversation.Tokens, summarizes: job.Options.History != HistoryPolicy.Full);
        foreach (var chapter in outline.Chapters)
        {
            var later = outline.Chapters.Skip(chapter.Number).Sum(c => c.Words);
            var ready = job.Past.Plan(chapter.Number);
            if (ready is null)
            {
                // What earlier chapters have too much or too little of, this one begins to make up for.
                var due = chapter with { Words = lengths.Budget(chapter.Words, chapter.Words + later) };
                var prompt = PromptTemplate.Chapter(job.Instruction, outline.ToString(), history.Finished, due.ToString());
                var draft = await new Planner(job.Planner, job.Options).PlanAsync(prompt, due.Words, PlanBounds.Sections, job.Seed, -chapter.Number, cancellationToken).ConfigureAwait(false);
                var (plan, repairs) = WithoutOld(draft, due.Words);
                foreach (var repair in repairs)
                {
                    yield return new PlanRepaired(repair);
                }

                ready = new PlanReady(plan, due.Words, draft.Usage) { Chapter = chapter.Number, Calls = draft.Calls, Unreadable = draft.Unreadable };
            }

            _points.UnionWith(ready.Plan.Steps.Select(step => step.MainPoint));
            yield return ready;

            var from = _sections.Count;
            await foreach (var happened in SectionsAsync(ready.Plan, outline.With(chapter.Number, ready.Plan.ToString()), history, lengths, later, cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }

            var finished = job.Past.Chapter(chapter.Number)
                ?? await new ChapterSummary(job.Planner, job.Options).OfAsync(chapter, _sections[from..], job.Seed, last: later == 0, cancellationToken).ConfigureAwait(false);
            history.Add(new History.Chapter(finished.Summary, finished.Ledger));
            yield return finished;
        }
    }

    /// <summary>Writes the sections of a plan, those of the past excepted.</summary>
    /// <param name="plannedLater">Budgets of what comes after this plan.</param>
    private async IAsyncEnumerable<WritingEvent> SectionsAsync(Plan plan, string planText, History history, LengthControl lengths, int plannedLater, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var writer = job.SectionWriter(lengths, _repetition);
        foreach (var step in plan.Steps)
        {
            var number = _sections.Count + 1;
            if (job.Past.Section(number) is { } past)
            {
                Accept(past, step);
                yield return past;
                continue;
            }

            var left = plan.Steps.Skip(step.Number - 1).Sum(s => s.Words) + plannedLater;
            var words = lengths.Budget(step.Words, left);
            yield return new SectionStarted(number, step, words);

            var asking = lengths.Ask(words);
            var frame = job.Options.Context?.Count(job.Options.Template.Write(job.Instruction, planText, "", step.ToLine(asking))) ?? 0;
            if (history.Fit(frame + WriterOptions.SpareTokens, job.Options.RoomOfSection(Math.Max(asking, words))) is { } cut)
            {
                yield return cut;
            }

            var written = job.Options.SendsWritten ? string.Join("\n\n", _sections.Select(section => section.Text)) : null;
            await foreach (var happened in writer.WriteAsync(new SectionTask(number, step, planText, history.Text, words, left - step.Words, written), cancellationToken).ConfigureAwait(false))
            {
                if (happened is SectionFinished finished)
                {
                    Accept(finished, step);
                }

                yield return happened;
            }
        }

        void Accept(SectionFinished finished, PlanStep step)
        {
            _sections.Add(finished.Section);
            history.Add(finished.Section, finished.Asked > 0 ? step.ToLine(finished.Asked) : step.ToString());
            _repetition.Add(finished.Section);
            lengths.Add(finished.Section.Words, finished.Asked, finished.Drafted);
        }
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
