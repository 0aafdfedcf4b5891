using System.Text;
using System.Text.Json;
using CsCheck;
using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Judging.Answers;

namespace LongWriter.Evaluation.Tests.Judging.Answers;

/// <summary>Whatever a judge answers, scores are all six, from 1 to 5, and stand in the answer; nothing throws.</summary>
public sealed class VerdictFuzzTests
{
    private static int Times => Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long" ? 100_000 : 6000;

    /// <summary>What real answers are made of, good and bad.</summary>
    private static readonly string[] s_pieces =
    [
        "{", "}", "[", "]", "\"", "'", ":", "：", ",", "，", "|", "\n", " ", "```json", "```", "\\", "\\u", "\\ud83d", "\uD83D", "\0", "null", "true", "NaN", "1e999", "-", "–", "/5", "/10", " out of 5",
        "0", "1", "2", "3", "4", "5", "6", "4.5", "４", "分", "**", "(", ")", "（", "）", "<think>", "</think>", "//", "/*", "score", "dimension",
        "Relevance", "Accuracy", "Coherence", "Clarity", "Breadth and Depth", "Reading Experience", "relevance", "BREADTH", "相关性", "准确性", "连贯性", "清晰度", "广度和深度", "阅读体验", "Analysis",
    ];

    [Fact]
    public void Damaged_answers_are_read_right_or_not_at_all()
    {
        var (scored, unscored) = (0, 0);
        for (var number = 0; number < Times; number++)
        {
            var text = Damaged(number);
            Verdict verdict;
            try
            {
                verdict = Verdict.Read(text);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Damaged({number}) = {JsonSerializer.Serialize(text)}", e);
            }

            Assert.True(IsSound(verdict, text), $"Damaged({number}) = {JsonSerializer.Serialize(text)}: {verdict.Problem}");
            _ = verdict.Scores is null ? unscored++ : scored++;
        }

        // Both sides are tested.
        Assert.True(scored > Times / 50, $"{scored} of {Times} scored");
        Assert.True(unscored > Times / 50, $"{unscored} of {Times} unscored");
    }

    [Fact]
    public void What_is_written_in_any_of_the_ways_is_read_back()
    {
        var score = Gen.Int[2, 10].Select(halves => halves / 2.0);
        Gen.Select(score.Array[6], Gen.Int[0, s_ways.Length - 1], Gen.Int[0, s_names.Length - 1], Gen.Int[0, s_abouts.Length - 1]).Sample((scores, way, names, about) =>
        {
            var text = string.Format(s_abouts[about], s_ways[way](s_names[names], scores));
            var verdict = Verdict.Read(text);
            Assert.Null(verdict.Problem);
            Assert.Equal(scores, Dimensions.All.Select(dimension => verdict.Scores![dimension]));
        }, iter: Times / 6);
    }

    [Fact]
    public void One_score_out_of_range_or_missing_leaves_all_unscored()
    {
        var wrong = Gen.Int[0, s_wrong.Length - 1].Select(i => s_wrong[i]);
        Gen.Select(Gen.Int[1, 5].Array[6], Gen.Int[0, 5], wrong).Sample((scores, at, bad) =>
        {
            var fields = Dimensions.All.Select((dimension, i) => i == at ? bad is null ? null : $"\"{dimension.Name()}\": {bad}" : $"\"{dimension.Name()}\": {scores[i]}").Where(field => field is not null);
            var verdict = Verdict.Read($"{{{string.Join(", ", fields)}}}");
            Assert.Null(verdict.Scores);
            Assert.Contains(Dimensions.All[at].Name(), verdict.Problem, StringComparison.Ordinal);
        }, iter: Times / 6);
    }

    private static readonly double?[] s_wrong = [null, 0, 6, -1, 0.99, 5.01, 10, 100];

    private static readonly string[][] s_names = [[.. Dimensions.All.Select(Dimensions.Name)], ["相关性", "准确性", "连贯性", "清晰度", "广度和深度", "阅读体验"], ["relevance", "accuracy", "coherence", "clarity", "breadth_and_depth", "reading_experience"]];

    private static readonly string[] s_abouts = ["{0}", "```json\n{0}\n```", "I looked closely.\n{0}\nThat is all.", "<think>4?</think>{0}"];

    private static readonly Func<string[], double[], string>[] s_ways =
    [
        (names, scores) => "{" + string.Join(",", names.Zip(scores, (name, score) => $"\"{name}\":{score}")) + "}",
        (names, scores) => "{" + string.Join(", ", names.Zip(scores, (name, score) => $"\"{name}\": \"{score}/5\"")) + "}",
        (names, scores) => "{\"Scores\": {" + string.Join(",", names.Zip(scores, (name, score) => $"\"{name}\":{{\"score\": {score}, \"why\": \"5 reasons\"}}")) + "}}",
        (names, scores) => "{" + string.Join(", ", names.Zip(scores, (name, score) => $"'{name}': {score}")) + "}",
        (names, scores) => string.Join("\n", names.Zip(scores, (name, score) => $"- **{name}**: {score} out of 5 – fair")),
        (names, scores) => string.Join("\n", names.Zip(scores, (name, score) => $"| {name} | {score} | fair |")),
        (names, scores) => string.Join("\n", names.Zip(scores, (name, score) => $"{name}：{score}分")),
    ];

    /// <summary>Scores stand in the answer as numbers of their own, and are all there or none.</summary>
    private static bool IsSound(Verdict verdict, string text)
    {
        if (verdict.Scores is not { } scores)
        {
            return verdict.Problem is { Length: > 0 };
        }

        var plain = PlainText.Of(text);
        return scores.Count == 6 && scores.Values.All(score => score is >= 1 and <= 5 && plain.Contains($"{score}", StringComparison.Ordinal));
    }

    private static string Damaged(int number)
    {
        var random = new Random(number);
        var text = new StringBuilder(random.Next(5) == 0 ? "" : JudgeAnswers.All[random.Next(JudgeAnswers.All.Count)].Text);
        for (var edits = random.Next(1, 12); edits > 0; edits--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(1, 6), text.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1 when random.Next(4) == 0:
                    text.Length = at;
                    break;
                case 2:
                    text.Insert(at, text.ToString(at, length));
                    break;
                default:
                    text.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
            }
        }

        return text.ToString();
    }
}
