using CsCheck;
using LongWriter.Inference.Chat;

namespace LongWriter.Inference.Tests.Chat;

public sealed class StopSequencesTests
{
    [Fact]
    public void Without_stops_text_passes_through_at_once()
    {
        foreach (var stops in (StopSequences[])[new(null), new([]), new([""])])
        {
            Assert.Equal("abc", stops.Push("abc"));
            Assert.Equal("", stops.Finish());
            Assert.False(stops.Hit);
        }
    }

    [Fact]
    public void What_may_begin_a_stop_is_held_back_until_it_is_clear()
    {
        var stops = new StopSequences(["END"]);
        Assert.Equal("a", stops.Push("aE"));
        Assert.Equal("", stops.Push("N"));
        Assert.Equal("ENx", stops.Push("x"));
        Assert.Equal("", stops.Push("EN"));
        Assert.Equal("EN", stops.Finish());
        Assert.False(stops.Hit);
    }

    [Fact]
    public void A_stop_that_comes_in_pieces_ends_the_text_before_it()
    {
        var stops = new StopSequences(["END"]);
        Assert.Equal("on", stops.Push("onE"));
        Assert.Equal("", stops.Push("N"));
        Assert.Equal("", stops.Push("D and more"));
        Assert.True(stops.Hit);
        Assert.Equal("", stops.Finish());
    }

    [Fact]
    public void Any_stops_and_any_pieces_show_what_a_plain_search_shows()
    {
        var letters = Gen.Char['a', 'c'];
        Gen.Select(Gen.String[letters, 1, 4].Array[0, 3], Gen.String[letters, 0, 4].Array[0, 12]).Sample((stopTexts, pieces) =>
        {
            var stops = new StopSequences(stopTexts);
            var (shown, read) = ("", "");
            foreach (var piece in pieces)
            {
                read += piece;
                shown += stops.Push(piece);
                var cut = stopTexts.Select(stop => read.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
                if (cut >= 0)
                {
                    Assert.True(stops.Hit);
                    Assert.Equal(read[..cut], shown);
                    return;
                }

                Assert.False(stops.Hit);
                Assert.StartsWith(shown, read, StringComparison.Ordinal);
                Assert.True(read.Length - shown.Length < Math.Max(1, stopTexts.Select(stop => stop.Length).DefaultIfEmpty(0).Max()), $"'{shown}' of '{read}' is shown");
            }

            Assert.Equal(read, shown + stops.Finish());
        }, iter: 5000);
    }
}
