using System.Runtime.CompilerServices;
using LongWriter.Planning;
using LongWriter.Writing;
using LongWriter.Writing.Guards;

namespace LongWriter.Strategies;

/// <summary>
/// AgentWrite: plan, then write the sections one after another, each with what stands so far. Beyond <see cref="Job.MostWordsOfOnePlan"/>
/// words it plans in two levels: chapters first, then the sections of each chapter when it is reached, told what came before.
/// </summary>
internal sealed class AgentWrite(Job job) : IStrategy
{
    private readonly Repetition _repetition = new();
    private readonly List<Section> _sections = [];

    public IAsyncEnumerable<WritingEvent> WriteAsync(CancellationToken cancellationToken) =>
        job.HasChapters ? ChaptersAsync(cancellationToken) : WholeAsync(cancellationToken);

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
        await foreach (var happened in SectionsAsync(ready.Plan, ready.Plan.ToString(), job.History(summarizes: false), lengths, 0, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    private async IAsyncEnumerable<WritingEvent> ChaptersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var planner = new ChapterPlanner(job);
        OutlineReady? outlined = null;
        await foreach (var happened in planner.OutlineAsync(cancellationToken).ConfigureAwait(false))
        {
            outlined = happened as OutlineReady;
            yield return happened;
        }

        var (outline, target) = (outlined!.Outline, outlined.TargetWords);
        var lengths = new LengthControl(target);
        var history = job.History(summarizes: job.Options.History != HistoryPolicy.Full);
        foreach (var chapter in outline.Chapters)
        {
            // What earlier chapters have too much or too little of, this one begins to make up for.
            var later = outline.Chapters.Skip(chapter.Number).Sum(c => c.Words);
            var due = chapter with { Words = lengths.Budget(chapter.Words, chapter.Words + later) };
            PlanReady? planned = null;
            await foreach (var happened in planner.SectionsAsync(outline, due, history.Finished, cancellationToken).ConfigureAwait(false))
            {
                planned = happened as PlanReady;
                yield return happened;
            }

            var (plan, from) = (planned!.Plan, _sections.Count);
            await foreach (var happened in SectionsAsync(plan, outline.With(chapter.Number, plan.ToString()), history, lengths, later, cancellationToken).ConfigureAwait(false))
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
}
