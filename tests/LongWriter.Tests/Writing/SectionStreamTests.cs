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
            Assert.Equal(text.Trim(), stream.Text);
            Assert.All(deltas, delta => Assert.True(delta is { Section: 3, Text.Length: > 0 }));
        });
    }

    [Fact]
    public void Finish_reason_and_usage_are_the_call_s()
    {
        var stream = new SectionStream(1);
        stream.Push(new ChatResponseUpdate(ChatRole.Assistant, "Two words"));
        stream.Push(new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 9, CachedInputTokenCount = 4, OutputTokenCount = 2 })]) { FinishReason = ChatFinishReason.Length });

        Assert.Equal(("Two words", "length", true, new TokenUsage(9, 4, 2)), (stream.Text, stream.FinishReason, stream.IsCutOff, stream.Usage));
        Assert.Null(stream.Fault);
    }

    [Fact]
    public void A_cycle_is_a_fault_soon_after_it_begins()
    {
        var stream = new SectionStream(1);
        var text = Sample.Text("Mud", 120) + string.Concat(Enumerable.Repeat(" and so the river went on", 60));
        var read = 0;
        for (; read < text.Length && stream.Fault is null; read += 5)
        {
            stream.Push(new ChatResponseUpdate(ChatRole.Assistant, text.Substring(read, Math.Min(5, text.Length - read))));
        }

        Assert.Equal("the model fell into a loop", stream.Fault);
        Assert.InRange(read, Sample.Text("Mud", 120).Length + 120, Sample.Text("Mud", 120).Length + 420);
    }
}
