using System.Runtime.CompilerServices;
using LongWriter.Planning;
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
    /// <summary>Room for an answer: English runs to 1.4 tokens a word, a small vocabulary and some excess to 2.</summary>
    private const double TokensPerWord = 2.0;

    private const int SpareTokens = 60;

    /// <summary>Calls made for a plan whose budgets are far from the target; rescaling makes do with the nearest of them.</summary>
    private const int MostDrafts = 3;

    /// <summary>Times a section that repeats what stands is written anew; then it stays as it is.</summary>
    private const int MostRewrites = 2;

    private readonly IChatClient _client = client ?? throw new ArgumentNullException(nameof(client));
    private readonly WriterOptions _options = options ?? new WriterOptions();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Asks for a plan and fits it to the target.</summary>
    /// <exception cref="WritingException">No usable plan in as many attempts as the options allow.</exception>
    public async Task<PlanReady> PlanAsync(WritingRequest request, CancellationToken cancellationToken = default)
    {
        var (instruction, target) = Target(request);
        var usage = new TokenUsage(0, 0, 0);
        PlanException? last = null;
        Plan? best = null;
        var (calls, unreadable) = (0, 0);
        for (var attempt = 0; attempt < _options.Attempts && (best is null || PlanFit.IsTooCoarse(best, target) || (calls < MostDrafts && !PlanFit.IsNear(best, target))); attempt++)
        {
            var response = await _client.GetResponseAsync(_options.Template.Plan(instruction), Options(CallSeed.Of(request.Seed, 0, attempt), null), cancellationToken).ConfigureAwait(false);
            usage += Usage(response.Usage);
            calls++;
            try
            {
                var plan = PlanParser.Parse(response.Text);
                best = best is null || PlanFit.IsBetter(plan, best, target) ? plan : best;
            }
            catch (PlanException e)
            {
                last = e;
                unreadable++;
            }
        }

        if (best is null)
        {
            throw new WritingException($"the model gave no usable plan in {_options.Attempts} attempts: {last!.Message}. Try another model or seed, or write a plan yourself and give it with --plan.", last);
        }

        var (fitted, repairs) = PlanRepair.Fit(best, target);
        return new PlanReady(fitted, repairs, target ?? fitted.Words, usage) { Calls = calls, Unreadable = unreadable };
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

        var planned = request.Plan is { } given ? Given(given, asked) : await PlanAsync(request, cancellationToken).ConfigureAwait(false);
        yield return planned;

        var (plan, target, usage) = (planned.Plan, planned.TargetWords, planned.Usage);
        var planText = plan.ToString();
        var history = new History(_options.Context);
        var sections = new List<Section>();
        var repetition = new Repetition();
        foreach (var section in request.Finished)
        {
            Accept(section);
        }

        foreach (var step in plan.Steps.Skip(sections.Count))
        {
            var words = LengthControl.Budget(step.Words, plan.Steps.Skip(step.Number - 1).Sum(s => s.Words), target - sections.Sum(s => s.Words));
            yield return new SectionStarted(step, words);

            var room = (int)(words * TokensPerWord) + SpareTokens;
            var frame = _options.Context?.Count(_options.Template.Write(instruction, planText, "", step.ToLine(words))) ?? 0;
            if (history.Fit(frame + SpareTokens, room) is { } cut)
            {
                yield return cut;
            }

            var prompt = _options.Template.Write(instruction, planText, history.Text, step.ToLine(words));
            var written = _options.SendsWritten ? string.Join("\n\n", sections.Select(section => section.Text)) : null;
            SectionFinished? finished = null;
            for (var attempt = 0; finished is null; attempt++)
            {
                var answer = new SectionStream(step.Number);
                await foreach (var update in _client.GetStreamingResponseAsync(prompt, Options(CallSeed.Of(request.Seed, step.Number, attempt), room, written), cancellationToken).ConfigureAwait(false))
                {
                    if (answer.Push(update) is { } delta)
                    {
                        yield return delta;
                    }
                }

                usage += answer.Usage;
                if (answer.IsEmpty)
                {
                    if (attempt + 1 >= _options.Attempts)
                    {
                        throw new WritingException($"section {step.Number} ('{step.MainPoint}') came back empty {_options.Attempts} times. Try another model or seed.");
                    }

                    yield return new SectionRestarted(step.Number, "the answer was empty");
                    continue;
                }

                finished = answer.Finish();
                if (attempt < MostRewrites && repetition.Find(finished.Section) is { } fault)
                {
                    yield return new SectionRestarted(step.Number, fault);
                    finished = null;
                }
            }

            Accept(finished.Section);
            yield return finished;
        }

        var document = new Document(title, sections);
        yield return new DocumentFinished(document, target, LengthScore.Of(target, document.Words), usage, _time.GetElapsedTime(started).TotalSeconds);

        void Accept(Section section)
        {
            sections.Add(section);
            history.Add(section);
            repetition.Add(section);
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

    private static PlanReady Given(Plan plan, int? asked)
    {
        // A plan from a person keeps its steps, however small, and its budgets too unless a length is asked for beside it.
        var (fitted, repairs) = PlanRepair.Fit(plan, asked, leastMean: 1);
        return new PlanReady(fitted, repairs, asked ?? fitted.Words, new TokenUsage(0, 0, 0));
    }

    private ChatOptions Options(long seed, int? mostTokens, string? written = null) => new()
    {
        Seed = seed,
        Temperature = _options.Temperature,
        MaxOutputTokens = mostTokens,
        AdditionalProperties = written is null ? null : new() { [WriterOptions.Written] = written },
    };

    private static TokenUsage Usage(UsageDetails? usage) => new(usage?.InputTokenCount ?? 0, usage?.CachedInputTokenCount ?? 0, usage?.OutputTokenCount ?? 0);
}
