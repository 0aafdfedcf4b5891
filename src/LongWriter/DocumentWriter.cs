using System.Runtime.CompilerServices;
using LongWriter.Chat;
using LongWriter.Strategies;
using LongWriter.Text;
using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>
/// Turns one instruction into a long document. The one way in: command line, server, data sets and tests all read this stream of
/// events.
/// </summary>
/// <param name="client">The model that writes, and plans where no other is given.</param>
/// <param name="planner">The model that plans and sums up, or null for the one that writes.</param>
/// <exception cref="ArgumentException">An option is out of its range, or a client writes documents itself.</exception>
/// <remarks>
/// Thread-safe as far as the clients are. Every event is yielded as it happens; a section that is finished is never changed.
/// Cancelling between any two events leaves what was yielded valid.
/// </remarks>
public sealed class DocumentWriter(IChatClient client, WriterOptions? options = null, TimeProvider? time = null, IChatClient? planner = null)
{
    private readonly IChatClient _client = Plain(client, nameof(client));
    private readonly IChatClient _planner = planner is null ? client : Plain(planner, nameof(planner));
    private readonly WriterOptions _options = (options ?? new WriterOptions()).Checked(nameof(options));
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>
    /// Plans a document without writing it: a <see cref="PlanRepaired"/> for each change to what the model wrote, then
    /// <see cref="PlanReady"/>; in two levels <see cref="OutlineReady"/> and a <see cref="PlanReady"/> for every chapter.
    /// </summary>
    /// <exception cref="ArgumentException">As for <see cref="WriteAsync"/>.</exception>
    /// <exception cref="WritingException">No usable plan in as many attempts as the options allow.</exception>
    public IAsyncEnumerable<WritingEvent> PlanAsync(WritingRequest request, CancellationToken cancellationToken = default)
    {
        var job = Job(request);
        return job.HasChapters ? new ChapterPlanner(job).PlanAsync(cancellationToken) : job.PlanAsync(cancellationToken);
    }

    /// <summary>Plans and writes a document.</summary>
    /// <exception cref="ArgumentException">The instruction is empty or the words are below 1 or above <see cref="TargetLength.Most"/>.</exception>
    /// <exception cref="WritingException">A plan or a section could not be had.</exception>
    public async IAsyncEnumerable<WritingEvent> WriteAsync(WritingRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var started = _time.GetTimestamp();
        var job = Job(request);
        var title = DocumentTitle.From(request.Instruction);
        yield return new RunStarted(request.Instruction, title, _client.GetService<ChatClientMetadata>()?.DefaultModelId ?? "unknown", _options.Template.Name, _options.TemplateHash, request.Seed, job.Target);

        if (job.Past.Sections > 0)
        {
            yield return new RunResumed(job.Past.Sections, job.Past.Words);
        }

        IStrategy strategy = _options.Strategy switch
        {
            WritingStrategy.Parallel => new ParallelWrite(job),
            WritingStrategy.Direct when _options.BaselineTokens is { } tokens => new BaselineWrite(job, tokens),
            WritingStrategy.Direct => new DirectWrite(job),
            _ => new AgentWrite(job),
        };
        var sections = new List<Section>();
        var usage = new TokenUsage(0, 0, 0);
        var target = 0;
        await foreach (var happened in strategy.WriteAsync(cancellationToken).ConfigureAwait(false))
        {
            usage += TokenUsage.Of(happened);
            target = happened switch
            {
                OutlineReady outline => outline.TargetWords,
                PlanReady { Chapter: 0 } plan => plan.TargetWords,
                _ => target,
            };
            if (happened is SectionFinished finished)
            {
                sections.Add(finished.Section);
            }

            yield return happened;
        }

        var document = new Document(title, sections);
        yield return new DocumentFinished(document, target, LengthScore.Of(target, document.Words), usage, _time.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>A client that answers calls; one that makes a document of each would do so for every section.</summary>
    internal static IChatClient Plain(IChatClient client, string name)
    {
        ArgumentNullException.ThrowIfNull(client, name);
        return client.GetService<LongWritingChatClient>() is null ? client
            : throw new ArgumentException("the client has UseLongWriting already and would write a document for every call; give the client below it", name);
    }

    private Job Job(WritingRequest request)
    {
        var (instruction, target) = Target(request);
        return new Job(_client, _planner, _options, instruction, target, request.Seed, request.Plan, request.Outline, new Past(request.Past));
    }

    private (string Instruction, int? Words) Target(WritingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (string.IsNullOrWhiteSpace(request.Instruction))
        {
            throw new ArgumentException("the instruction is empty; say what to write", nameof(request));
        }

        if (request is { Plan: not null, Outline: not null })
        {
            throw new ArgumentException("there are two plans, one with chapters and one without; give one of them", nameof(request));
        }

        // What is measured is the model's answer to these very letters.
        var instruction = _options is { Strategy: WritingStrategy.Direct, BaselineTokens: not null } ? request.Instruction : request.Instruction.Trim();
        var stated = TargetLength.Read(request.Instruction);
        if (request.Words is not { } words)
        {
            return (instruction, stated);
        }

        if (words is < 1 or > TargetLength.Most)
        {
            throw new ArgumentException($"{words} words cannot be written; ask for 1 to {TargetLength.Most}", nameof(request));
        }

        return (stated == words ? instruction : Instruction.WithLength(instruction, words), words);
    }
}
