using CsCheck;
using LongWriter.Fakes;
using LongWriter.Writing;

namespace LongWriter.Tests;

public class SectionInHandTests
{
    [Fact]
    public void Whatever_becomes_of_a_text_its_readers_have_the_same_and_never_half_a_character() =>
        Gen.Select(Gen.String["ab 海"], Gen.Int[0, 2]).Array[0, 6].Each(3000, drawn =>
        {
            var hand = new SectionInHand(4);
            var events = new List<WritingEvent>();
            foreach (var (text, kind) in drawn)
            {
                var whole = text.Replace("a", "😀", StringComparison.Ordinal).Replace("b", "😁", StringComparison.Ordinal);
                events.AddRange(kind switch
                {
                    0 => hand.Become(whole),
                    1 => [hand.Apply(new TextDelta(4, whole))],
                    _ => [hand.Apply(new SectionRestarted(4, "again"))],
                });
            }

            Assert.Equal(hand.Text, WriterRun.Streamed(events, 4).Last());
            Assert.All(events.OfType<TextDelta>(), delta => Assert.False(delta.Text.Length > 0 && char.IsLowSurrogate(delta.Text[0])));
        });
}
