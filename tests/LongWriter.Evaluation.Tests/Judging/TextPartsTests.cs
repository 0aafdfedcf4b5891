using CsCheck;
using LongWriter.Evaluation.Judging;
using LongWriter.Text;
using LongWriter.Writing;

namespace LongWriter.Evaluation.Tests.Judging;

public sealed class TextPartsTests
{
    [Fact]
    public void Parts_are_the_text_fit_their_room_and_split_no_character()
    {
        var piece = Gen.Int[0, s_pieces.Length - 1].Select(i => s_pieces[i]);
        Gen.Select(piece.Array[0, 400], Gen.Int[1, 300]).Sample((pieces, room) =>
        {
            var text = string.Concat(pieces);
            var parts = TextParts.Split(text, room, Count);
            Assert.Equal(text, string.Concat(parts));
            Assert.All(parts, part => Assert.True(Count(part) <= room || part.Length <= 2));
            Assert.All(parts, part => Assert.False(part.Length > 0 && char.IsLowSurrogate(part[0]) && part.Length > 1));
            Assert.Equal(parts, TextParts.Split(text, room, Count));
        }, iter: 500);
    }

    [Fact]
    public void Sections_stay_whole_where_they_fit()
    {
        var text = Book(12);

        var parts = TextParts.Split(text, Count(text) / 3, Count);

        Assert.InRange(parts.Count, 3, 5);
        Assert.All(parts, part => Assert.StartsWith("## ", part, StringComparison.Ordinal));
        Assert.True(parts.Min(Count) * 3 > parts.Max(Count));
    }

    [Fact]
    public async Task A_text_is_judged_whole_where_it_fits_and_else_in_parts_with_an_overview()
    {
        using var client = new ScriptedJudge((messages, _) => new(new Microsoft.Extensions.AI.ChatMessage(Microsoft.Extensions.AI.ChatRole.Assistant, ScriptedJudge.Verdict(messages[0].Text.Contains("part 1 of", StringComparison.Ordinal) ? [5, 5, 5, 5, 5, 5] : [3, 3, 3, 3, 3, 3]))));
        var text = Book(40);
        var evaluator = new WritingQualityEvaluator(new JudgeOptions { MaxOutputTokens = 500 });
        Task<Judgement> InAsync(int context) => evaluator.JudgeAsync(new Judge("j", client) { Context = new ContextWindow(context, Count) }, "Write a book", text, 0, TestContext.Current.CancellationToken);

        var whole = await InAsync(100_000);

        Assert.Equal((Judgement.Whole, 3), (whole.Part, whole.Scores![Dimension.Clarity]));
        Assert.Single(client.Calls);

        var inParts = await InAsync(6000);

        var parts = client.Calls.Count - 1;
        Assert.InRange(parts, 2, 8);
        Assert.Equal($"{parts} parts", inParts.Part);
        Assert.Equal((5 + (3.0 * (parts - 1))) / parts, inParts.Scores![Dimension.Clarity], 10);
        Assert.All(client.Calls.Skip(1).Select((call, i) => (call.Messages[0].Text, Number: i + 1)), call =>
        {
            Assert.Contains($"You see part {call.Number} of {parts}", call.Text, StringComparison.Ordinal);
            Assert.Contains("part 1: Chapter 1", call.Text, StringComparison.Ordinal);
            Assert.True(Count(call.Text) + 1000 <= 6000);
        });

        var none = await InAsync(1000);

        Assert.Null(none.Scores);
        Assert.Contains("1,000 tokens has no room", none.Problem, StringComparison.Ordinal);
        Assert.Equal(parts + 1, client.Calls.Count);
    }

    [Fact]
    public async Task A_part_without_scores_leaves_the_text_unscored_and_saves_the_rest()
    {
        using var client = new ScriptedJudge(ScriptedJudge.Verdict(5, 5, 5, 5, 5, 5), "no", "no");

        var judgement = await new WritingQualityEvaluator(new JudgeOptions { MaxOutputTokens = 500 }).JudgeAsync(new Judge("j", client) { Context = new ContextWindow(4000, Count) }, "Write a book", Book(60), 0, TestContext.Current.CancellationToken);

        Assert.Null(judgement.Scores);
        Assert.Matches("^part 2 of [0-9]+: the judge's answer cannot be used: it holds no scores$", judgement.Problem);
        Assert.Equal(3, client.Calls.Count);
        Assert.Equal(1, judgement.Retries);
    }

    private static readonly string[] s_pieces = ["word ", "A sentence ends. ", "\n", "\n\n", "\n# Heading\n", "桥很长。", "𝄞", "é", "longlonglonglonglonglong"];

    private static int Count(string text) => TokenEstimate.Of(text);

    private static string Book(int chapters) => string.Join("\n\n", Enumerable.Range(1, chapters).Select(i => $"## Chapter {i}\n\n{string.Concat(Enumerable.Repeat("Stone lasts longer than wood. ", 40))}"));
}
