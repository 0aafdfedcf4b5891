using System.Text.Json;
using LongWriter.Datasets.Authoring;
using LongWriter.Datasets.Building;
using LongWriter.Datasets.Statistics;
using LongWriter.Planning;
using LongWriter.Runs;
using LongWriter.Text;
using LongWriter.Writing.Guards;

namespace LongWriter.Datasets.Pairing;

/// <summary>Scores an answer once and keeps the score in its folder.</summary>
internal sealed class AnswerScorer(IAnswerJudge? judge)
{
    private const string FileName = "score.json";

    /// <summary>The answer without the plan's labels.</summary>
    public static string TextOf(Composition composed) => string.Join("\n\n", composed.Sections.Select(section => Labels.Strip(section, out _)).Where(section => section.Length > 0));

    public async Task<AnswerScore> ScoreAsync(string folder, int sample, Composition composed, CancellationToken cancellationToken)
    {
        if (Read(folder) is { } known)
        {
            return known;
        }

        var score = (await NewAsync(sample, composed, cancellationToken).ConfigureAwait(false)).Rounded();
        WholeFile.Save(Path.Combine(folder, FileName), JsonSerializer.Serialize(score, EventJson.Options) + "\n", DataFileException.Told);
        return score;
    }

    /// <summary>The score that the folder holds, or null.</summary>
    /// <exception cref="DataFileException">It is damaged.</exception>
    public static AnswerScore? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<AnswerScore>(File.ReadAllText(path), EventJson.Options) : null;
        }
        catch (JsonException e)
        {
            throw new DataFileException(path, "is damaged; remove it to score the answer again", e);
        }
    }

    private async Task<AnswerScore> NewAsync(int sample, Composition composed, CancellationToken cancellationToken)
    {
        if (composed.Problem is { } problem)
        {
            return new AnswerScore(sample) { Problem = $"{problem.Name()}: {composed.Detail}" };
        }

        var text = TextOf(composed);
        var score = new AnswerScore(sample) { Words = WordCount.Of(text), LengthScore = TargetLength.Read(composed.Instruction) is { } asked ? LengthScore.Of(asked, WordCount.Of(text)) : null };
        if (text.Length == 0 || Refusal.Is(text))
        {
            return score with { Problem = text.Length == 0 ? "there is no text" : "it is a refusal" };
        }

        if (judge is null)
        {
            return score with { Repetition = RepeatedSentences.Share(text), Coverage = PlanCoverage.Of(Points(composed), text) };
        }

        var judged = await judge.JudgeAsync(composed.Instruction, text, cancellationToken).ConfigureAwait(false);
        return score with { Quality = judged.Quality, Problem = judged.Quality is null ? judged.Problem ?? "the judge gave no score" : null };
    }

    /// <summary>The main points of the plan; the instruction where the answer was one call.</summary>
    private static IEnumerable<string> Points(Composition composed) =>
        composed.Plan is { } plan && composed.Sections.Count > 1 ? PlanFile.Parse(plan) is { Plan: { } steps } ? steps.Steps.Select(step => step.MainPoint) : PlanFile.Parse(plan).Outline!.Chapters.Select(chapter => chapter.MainPoint) : [composed.Instruction];
}
