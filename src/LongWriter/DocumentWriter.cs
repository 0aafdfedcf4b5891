using System.Runtime.CompilerServices;
using LongWriter.Planning;
using LongWriter.Prompts;
using LongWriter.Text;
using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// AgentWrite (LongWriter paper, section 3): plan, then write the sections one after another, each with all that stands so far. The
/// one way in: command line, server, data sets and tests all read this stream of events.
/// </summary>
/// <remarks>
/// Thread-safe as far as the client is. Every event is yielded as it happens; a section that is finished is never changed.
/// Cancelling between any two events leaves what was yielded valid.
/// </remarks>
public sealed class DocumentWriter(IChatClient client, WriterOptions? options = null, TimeProvider? time = null)
{
    private readonly IChatClient _client = client ?? throw new ArgumentNullException(nameof(client));
    private readonly WriterOptions _options = options ?? new WriterOptions();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Asks for a plan and fits it to the target: a <see cref="PlanRepaired"/> for each change, then <see cref="PlanReady"/>.</summary>
    /// <exception cref="WritingException">No usable plan in as many attempts as the options allow.</exception>
    public async IAsyncEnumerable<WritingEvent> PlanAsync(WritingRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (instruction, target) = Target(request);
        if (request.Plan is { } given)
        {
            var (fitted, repairs) = PlanRepair.Fit(given, target, PlanBounds.Own);
            foreach (var repair in repairs)
            {
                yield return new PlanRepaired(repair);
            }

            yield return new PlanReady(fitted, target ?? fitted.Words, new TokenUsage(0, 0, 0));
            yield break;
        }

        var draft = await new Planner(_client, _options).PlanAsync(_options.Template.Plan(instruction), target, PlanBounds.Sections, request.Seed, 0, cancellationToken).ConfigureAwait(false);
        foreach (var repair in draft.Repairs)
        {
            yield return new PlanRepaired(repair);
        }

        yield return new PlanReady(draft.Plan, target ?? draft.Plan.Words, draft.Usage) { Calls = draft.Calls, Unreadable = draft.Unreadable };
    }

    /// <summary>Plans and writes a document.</summary>
    /// <exception cref="ArgumentException">The instruction is empty or the words are below 1 or above <see cref="TargetLength.Most"/>.</exception>
    /// <exception cref="WritingException">A plan or a section could not be had.</exception>
    public async IAsyncEnumerable<WritingEvent> WriteAsync(WritingRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var started = _time.GetTimestamp();
        var (instruction, asked) = Target(request);
        var title = DocumentTitle.From(request.Instruction);
        yield return new RunStarted(request.Instruction, title, _client.GetService<ChatClientMetadata>()?.DefaultModelId ?? "unknown", _options.Template.Name, _options.Template.Hash, request.Seed, asked);

        PlanReady? planned = null;
        await foreach (var happened in PlanAsync(request, cancellationToken).ConfigureAwait(false))
        {
            planned = happened as PlanReady;
            yield return happened;
        }

        var (plan, target, usage) = (planned!.Plan, planned.TargetWords, planned.Usage);
        var planText = plan.ToString();
        var history = new History(_options.Context);
        var sections = new List<Section>();
        var repetition = new Repetition();
        var lengths = new LengthControl(target);
        var writer = new SectionWriter(_client, _options, instruction, request.Seed, lengths, repetition);
        foreach (var finished in request.Finished)
        {
            Accept(finished);
        }

        foreach (var step in plan.Steps.Skip(sections.Count))
        {
            var left = plan.Steps.Skip(step.Number - 1).Sum(s => s.Words);
            var words = lengths.Budget(step.Words, left);
            yield return new SectionStarted(step, words);

            var asking = lengths.Ask(words);
            var frame = _options.Context?.Count(_options.Template.Write(instruction, planText, "", step.ToLine(asking))) ?? 0;
            if (history.Fit(frame + WriterOptions.SpareTokens, WriterOptions.Room(Math.Max(asking, words))) is { } cut)
            {
                yield return cut;
            }

            var written = _options.SendsWritten ? string.Join("\n\n", sections.Select(section => section.Text)) : null;
            await foreach (var happened in writer.WriteAsync(new SectionTask(step.Number, step, planText, history.Text, words, left - step.Words, written), cancellationToken).ConfigureAwait(false))
            {
                if (happened is SectionFinished finished)
                {
                    usage += finished.Usage;
                    Accept(finished);
                }

                yield return happened;
            }
        }

        var document = new Document(title, sections);
        yield return new DocumentFinished(document, target, LengthScore.Of(target, document.Words), usage, _time.GetElapsedTime(started).TotalSeconds);

        void Accept(SectionFinished finished)
        {
            sections.Add(finished.Section);
            history.Add(finished.Section);
            repetition.Add(finished.Section);
            lengths.Add(finished.Section.Words, finished.Asked, finished.Drafted);
        }
    }

    private static (string Instruction, int? Words) Target(WritingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (string.IsNullOrWhiteSpace(request.Instruction))
        {
            throw new ArgumentException("the instruction is empty; say what to write", nameof(request));
        }

        var stated = TargetLength.Read(request.Instruction);
        if (request.Words is not { } words)
        {
            return (request.Instruction.Trim(), stated);
        }

        if (words is < 1 or > TargetLength.Most)
        {
            throw new ArgumentException($"{words} words cannot be written; ask for 1 to {TargetLength.Most}", nameof(request));
        }

        return (stated == words ? request.Instruction.Trim() : Instruction.WithLength(request.Instruction.Trim(), words), words);
    }
}
