using LongWriter.Evaluation.Judging.Answers;
using LongWriter.Writing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace LongWriter.Evaluation.Judging;

/// <summary>
/// Judges long writing on the six dimensions of the LongWriter paper, one call for all, and their S_q. What <c>longwriter eval judge</c>
/// runs, and an <see cref="IEvaluator"/> for whoever evaluates with Microsoft.Extensions.AI.Evaluation.
/// </summary>
/// <remarks>
/// An answer that cannot be used is shown to the judge once with what is wrong; after that the text is unscored: metrics without a value
/// and with a diagnostic that says why. Thread-safe.
/// </remarks>
public sealed class WritingQualityEvaluator : IEvaluator
{
    /// <summary>The metric of S_q, 0 to 100; those of the dimensions bear their <see cref="Dimensions.Name"/> and run from 1 to 5.</summary>
    public const string QualityMetric = "S_q";

    /// <summary>Tokens of a part that are worth a judgement.</summary>
    private const int LeastRoom = 256;

    /// <summary>Tokens that the overview of a text in parts may take, its sentences included, where the judge has them.</summary>
    private const int MostOverview = 2048;

    /// <summary>Tokens of the sentences about a part.</summary>
    private const int AboutPart = 100;

    private static readonly string s_repair = JudgeTemplate.Resource("repair.txt");

    private readonly JudgeOptions _options;
    private readonly ContextWindow? _context;

    /// <param name="context">How much the judge of <see cref="EvaluateAsync"/> can read, where that is known.</param>
    public WritingQualityEvaluator(JudgeOptions? options = null, ContextWindow? context = null) => (_options, _context) = (options ?? new JudgeOptions(), context);

    public IReadOnlyCollection<string> EvaluationMetricNames { get; } = [.. Dimensions.All.Select(Dimensions.Name), QualityMetric];

    /// <summary>Judges a response to the last user message.</summary>
    /// <exception cref="InvalidOperationException">There is no chat configuration: a judge is a model.</exception>
    public async ValueTask<EvaluationResult> EvaluateAsync(IEnumerable<ChatMessage> messages, ChatResponse modelResponse, ChatConfiguration? chatConfiguration = null, IEnumerable<EvaluationContext>? additionalContext = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(modelResponse);
        var client = chatConfiguration?.ChatClient ?? throw new InvalidOperationException($"{nameof(WritingQualityEvaluator)} asks a model: hand a {nameof(ChatConfiguration)} with its chat client to {nameof(EvaluateAsync)}");
        var judge = new Judge(client.GetService<ChatClientMetadata>()?.DefaultModelId ?? "judge", client) { Context = _context };
        var request = messages.LastOrDefault(message => message.Role == ChatRole.User)?.Text ?? "";
        return QualityMetrics.Of(await JudgeAsync(judge, request, modelResponse.Text, vote: 0, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>One vote on one text.</summary>
    /// <param name="request">What the text was written for.</param>
    /// <param name="vote">Which of the judge's votes, from 0: each is drawn with a seed of its own.</param>
    /// <returns>A judgement without the name of its item.</returns>
    public async Task<Judgement> JudgeAsync(Judge judge, string request, string writing, int vote, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(writing);
        var judgement = new Judgement("", 0, judge.Name, vote, null) { TemplateHash = _options.Template.Hash, Temperature = _options.Temperature };
        if (string.IsNullOrWhiteSpace(writing))
        {
            return judgement with { Problem = "there is no text to judge" };
        }

        var mark = JudgeTemplate.Hex($"{_options.Seed}\0{request}\0{writing}")[..12];
        var (parts, answer, overview) = Parts(judge.Context, request, writing, mark);
        if (parts.Count == 0)
        {
            return judgement with { Problem = $"the judge's context of {judge.Context!.Tokens:N0} tokens has no room for the request and a part of the text" };
        }

        judgement = judgement with { Part = parts.Count == 1 ? Judgement.Whole : $"{parts.Count} parts" };
        var call = new JudgeCall<Verdict>(judge, _options, static text => Verdict.Read(text) is var verdict ? (verdict, verdict.Problem) : default, s_repair);
        var outcomes = new List<JudgeCall<Verdict>.Outcome>(parts.Count);
        for (var part = 0; part < parts.Count; part++)
        {
            var about = parts.Count == 1 ? "" : TextParts.Overview(parts, part, mark, overview, judge.Context!.Count);
            var prompt = _options.Template.Fill(request, parts[part], about, mark);
            outcomes.Add(await call.AskAsync(prompt, $"vote {vote}, part {part}", answer, cancellationToken).ConfigureAwait(false));
            if (outcomes[^1].Problem is not null)
            {
                // Scores of some parts are no scores of the text: the others need not be paid for.
                break;
            }
        }

        var problem = outcomes[^1].Problem;
        return judgement with
        {
            Scores = problem is null ? Dimensions.All.ToDictionary(dimension => dimension, dimension => outcomes.Average(outcome => outcome.Value!.Scores![dimension])) : null,
            Problem = problem is null || parts.Count == 1 ? problem : $"part {outcomes.Count} of {parts.Count}: {problem}",
            Raw = string.Join("\n\n----\n\n", outcomes.Select(outcome => outcome.Raw)),
            Retries = outcomes.Sum(outcome => outcome.Retries),
            Usage = outcomes.Select(outcome => outcome.Usage).Aggregate((sum, usage) => sum + usage),
        };
    }

    /// <summary>The text, whole where the judge can read it together with two answers (its first and the repaired one); and the tokens of an answer and of an overview.</summary>
    private (IReadOnlyList<string> Parts, int Answer, int Overview) Parts(ContextWindow? context, string request, string writing, string mark)
    {
        if (context is null)
        {
            return ([writing], _options.MaxOutputTokens, 0);
        }

        var answer = Math.Min(_options.MaxOutputTokens, context.Tokens / 8);
        var room = context.Tokens - (2 * answer) - context.Count(s_repair);
        if (context.Count(_options.Template.Fill(request, writing, "", mark)) <= room)
        {
            return ([writing], answer, 0);
        }

        var overview = Math.Min(room / 8, MostOverview);
        var left = room - context.Count(_options.Template.Fill(request, "", "", mark)) - overview - AboutPart;
        return left < LeastRoom ? ([], answer, 0) : (TextParts.Split(writing, left, context.Count), answer, overview);
    }
}
