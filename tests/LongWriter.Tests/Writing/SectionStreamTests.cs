using CsCheck;
using LongWriter.Fakes;
using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class SectionStreamTests
{
    [Fact]
    public void However_a_text_is_cut_the_deltas_are_the_trimmed_text()
    {
        Gen.Select(Gen.Char["ab \n\t。中"].Array[0, 30], Gen.Int[1, 7].Array[1, 5]).Each(5000, drawn =>
        {
            var (text, pieces) = (new string(drawn.Item1), drawn.Item2);
            var stream = new SectionStream(3);
            var deltas = new List<TextDelta>();
            for (int at = 0, piece = 0; at < text.Length; piece++)
            {
                var length = Math.Min(pieces[piece % pieces.Length], text.Length - at);
                if (stream.Push(new ChatResponseUpdate(ChatRole.Assistant, text.Substring(at, length))) is { } delta)
                {
                    deltas.Add(delta);
                }

                at += length;
            }

            Assert.Equal(text.Trim(), string.Concat(deltas.Select(delta => delta.Text)));
            Assert.Equal(text.Trim(), stream.Finish().Section.Text);
            Assert.Equal(text.Trim().Length == 0, stream.IsEmpty);
            Assert.All(deltas, delta => Assert.True(delta is { Section: 3, Text.Length: > 0 }));
        });
    }

    [Fact]
    public void Finish_reason_and_usage_are_the_call_s()
    {
        var stream = new SectionStream(1);
        stream.Push(new ChatResponseUpdate(ChatRole.Assistant, "Two words"));
        stream.Push(new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 9, CachedInputTokenCount = 4, OutputTokenCount = 2 })]) { FinishReason = ChatFinishReason.Length });

        Assert.Equal(new SectionFinished(new Section(1, "Two words", 2), "length", new TokenUsage(9, 4, 2)), stream.Finish());
    }
}
