using LongWriter.Evaluation.Judging;

namespace LongWriter.Datasets.Pairing;

/// <summary>The judge of evaluations, <see cref="WritingQualityEvaluator"/>, one vote an answer.</summary>
public sealed class QualityJudge(Judge judge, JudgeOptions options) : IAnswerJudge
{
    private readonly WritingQualityEvaluator _evaluator = new(options);

    public string Name => judge.Name;

    public string TemplateHash => options.Template.Hash;

    public async Task<JudgedAnswer> JudgeAsync(string instruction, string answer, CancellationToken cancellationToken)
    {
        var judgement = await _evaluator.JudgeAsync(judge, instruction, answer, vote: 0, cancellationToken).ConfigureAwait(false);
        return new JudgedAnswer(judgement.Scores is { } scores ? Dimensions.Quality(scores) : null, judgement.Problem);
    }
}
