using CsCheck;
using LongWriter.Fakes;
using LongWriter.Writing.Guards;

namespace LongWriter.Tests;

public class LoopDetectorTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("and so ")]
    [InlineData("The river went on. ")]
    [InlineData("It was late. It was cold. Nobody came to the door, and nobody called. ")]
    [InlineData("海")]
    [InlineData("他说，他不知道。")]
    public void A_cycle_at_the_end_is_found_where_it_begins(string cycle)
    {
        var start = Sample.Text("Mud", 100) + "! ";
        var text = start + string.Concat(Enumerable.Repeat(cycle, Math.Max(LoopDetector.LeastTimes, (LoopDetector.LeastLength / cycle.Length) + 1)));

        var found = LoopDetector.Find(text);

        Assert.InRange(found ?? -1, start.Length - cycle.Length, start.Length + cycle.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("----------------------------------------------------------------------")]
    [InlineData("She ran and ran and ran and ran and ran and ran until the road was gone.")]
    public void What_a_text_may_hold_is_no_cycle(string text) => Assert.Null(LoopDetector.Find(Sample.Text("Mud", 100) + text));

    [Fact]
    public void It_finds_what_the_definition_says() =>
        Gen.Select(Gen.Char["ab "].Array[1, 12], Gen.Int[0, 60], Gen.Char["abc ."].Array[0, 40]).Each(3000, drawn =>
        {
            var (cycle, times, start) = (new string(drawn.Item1), drawn.Item2, new string(drawn.Item3));
            var text = start + string.Concat(Enumerable.Repeat(cycle, times));

            Assert.Equal(Plain(text), LoopDetector.Find(text));
        });

    /// <summary>The longest tail that its own period, tried one by one, makes up often enough.</summary>
    private static int? Plain(string text)
    {
        for (var length = Math.Min(text.Length, LoopDetector.Window); length >= LoopDetector.LeastLength; length--)
        {
            var tail = text[^length..];
            for (var period = 1; period * LoopDetector.LeastTimes <= length; period++)
            {
                if (tail.AsSpan(period).SequenceEqual(tail.AsSpan(0, length - period)))
                {
                    return text.Length - length;
                }
            }
        }

        return null;
    }
}
