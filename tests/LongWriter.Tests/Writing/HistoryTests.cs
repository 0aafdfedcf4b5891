using CsCheck;
using LongWriter.Fakes;
using LongWriter.Writing;

namespace LongWriter.Tests;

public class HistoryTests
{
    // A token a character: the bound can be checked on the text itself.
    private static ContextWindow Window(int tokens) => new(tokens, text => text.Length);

    private static History Over(ContextWindow? window, bool summarizes = false) => new(window, (counted, turn) => counted.Count("\n\n" + turn.Text), summarizes);

    [Fact]
    public void Without_a_window_everything_stays()
    {
        var history = Over(null);
        for (var i = 1; i <= 50; i++)
        {
            history.Add(Sample.Section(i, "Heading", 1000), "step");
            Assert.Null(history.Fit(100_000, 100_000));
        }

        Assert.Equal((50 * Sample.Text("Heading", 1000).Length) + (49 * 2), history.Text.Text.Length);
    }

    [Fact]
    public void A_cut_keeps_the_last_sections_and_says_from_which_on()
    {
        var history = Over(Window(4000));
        for (var i = 1; i <= 5; i++)
        {
            history.Add(new Section(i, $"Section {i} " + new string('x', 700), 3), "step");
        }

        Assert.Null(history.Fit(200, 100));
        var cut = history.Fit(500, 300);

        Assert.Equal(new HistoryWindowed(4, 2 * (2 + 710)), cut);
        Assert.StartsWith("Section 4", history.Text.Text, StringComparison.Ordinal);
        Assert.Null(history.Fit(500, 300));
    }

    [Fact]
    public void Where_not_even_the_prompt_fits_nothing_is_kept_and_that_is_told_once()
    {
        var history = Over(Window(1000));
        Assert.Null(history.Fit(900, 200));
        history.Add(Sample.Section(1, "Heading", 10), "step");

        Assert.Equal(new HistoryWindowed(2, 0), history.Fit(900, 200));
        Assert.Equal("", history.Text.Text);
        Assert.Null(history.Fit(900, 200));
    }

    [Fact]
    public void Whatever_is_written_the_prompt_fits_keeps_enough_and_its_front_moves_rarely()
    {
        var cuts = 0;
        Gen.Select(Gen.Int[3000, 9000], Gen.Int[100, 900], Gen.Int[100, 700], Gen.Int[20, 700].Array[5, 60]).Each(1000, drawn =>
        {
            var (size, others, answer, lengths) = drawn;
            var history = Over(Window(size));
            var (whole, moved) = ("", 0);
            for (var i = 0; i < lengths.Length; i++)
            {
                var text = $"{i + 1}:" + new string('x', lengths[i]);
                history.Add(new Section(i + 1, text, 1), "step");
                whole += (whole.Length > 0 ? "\n\n" : "") + text;
                var cut = history.Fit(others, answer);

                Assert.True(others + answer + history.Text.Text.Length <= size, "the prompt outgrows the window");
                Assert.EndsWith(history.Text.Text, whole, StringComparison.Ordinal);
                Assert.True(history.Text.Text.Length == whole.Length || whole[^(history.Text.Text.Length + 1)] == '\n', "the history begins inside a section");

                // Keeping one section more would always have fitted where the least is not reached.
                var mostSection = lengths.Max() + 8;
                if (others + answer + History.LeastTokens + mostSection <= size)
                {
                    Assert.True(history.Text.Text.Length + 2 >= Math.Min(History.LeastTokens, whole.Length + 2), $"only {history.Text.Text.Length} kept");
                }

                if (cut is not null)
                {
                    moved++;
                    Assert.StartsWith($"{cut.FromSection}:", history.Text.Text, StringComparison.Ordinal);
                }
            }

            // Between two cuts the window fills from the least, and a section more, to the brim.
            var stride = size - others - answer - History.LeastTokens - lengths.Max() - 16;
            Assert.True(stride <= 0 || moved <= (whole.Length / stride) + 1, $"{moved} cuts");
            cuts += moved;
        });
        Assert.True(cuts > 500, "hardly anything was cut");
    }

    [Fact]
    public void Between_two_cuts_or_chapters_the_text_grows_at_its_end_only()
    {
        var (grown, moved) = (0, 0);
        Gen.Select(Gen.Int[2000, 9000], Gen.Bool, Gen.Select(Gen.Int[0, 9], Gen.Int[1, 600]).Array[5, 60]).Each(1000, drawn =>
        {
            var (size, summarizes, happenings) = drawn;
            var history = Over(Window(size), summarizes);
            var before = "";
            for (var i = 0; i < happenings.Length; i++)
            {
                var (kind, length) = happenings[i];
                var turns = false;
                if (kind == 0)
                {
                    history.Add(new History.Chapter($"Chapter: {new string('s', length / 10)}", [$"fact {i}"]));
                    turns = summarizes;
                }
                else
                {
                    history.Add(new Section(i + 1, $"{i + 1}:" + new string('x', length), 1), "step");
                    turns = history.Fit(300, 300) is not null;
                }

                var text = history.Text.Text;
                Assert.True(turns || text.StartsWith(before, StringComparison.Ordinal), "the front of the prompt changed without a reason that was told");
                (grown, moved) = (grown + (turns ? 0 : 1), moved + (turns ? 1 : 0));
                before = text;
            }
        });
        Assert.True(grown > 1000 && moved > 1000, $"{grown} grown, {moved} moved");
    }
}
