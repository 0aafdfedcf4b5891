using CsCheck;
using LongWriter.Fakes;
using LongWriter.Providers.Caching;

namespace LongWriter.Providers.Tests.Caching;

public class PrefixBlocksTests
{
    /// <summary>Texts of paragraphs from a few characters to several blocks, with white space of all kinds between them.</summary>
    private static readonly Gen<string> s_text = Gen.Select(Gen.Select(Gen.OneOf(Gen.Int[1, 80], Gen.Int[1, 4000]), Gen.OneOf("\n\n", "\n\n\n\n", "\n", " \n\n ", "\n\n\n"), (length, between) => new string('x', length) + between).List[0, 12], parts => string.Concat(parts).Trim());

    private static int Times => Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long" ? 20_000 : 1000;

    [Fact]
    public void Blocks_are_the_prompt_and_those_of_a_longer_text_begin_with_them() => Gen.Select(s_text, s_text).Each(Times, texts =>
    {
        const string Head = "Instruction and plan:\n\n";
        var (shorter, longer) = (texts.Item1, texts.Item1 + "\n\n" + texts.Item2);
        var before = Cut(Head, shorter, "\n\nNow the next.");
        var after = Cut(Head, longer, "\n\nNow another.");

        Assert.Equal(Head + shorter + "\n\nNow the next.", string.Concat(before.Select(block => block.Text)));
        Assert.Equal(Head + longer + "\n\nNow another.", string.Concat(after.Select(block => block.Text)));
        Assert.Equal(before.SkipLast(1).Select(block => block.Text), after.Take(before.Count - 1).Select(block => block.Text));
        Assert.All(before, block => Assert.False(string.IsNullOrWhiteSpace(block.Text)));
        Assert.All(before.Skip(1).SkipLast(1), block => Assert.True(block.Text.Length >= PrefixBlocks.Least));
        Assert.Equal(Mark.Long, before[0].Mark);
        Assert.Equal(before.Count > 2 ? 1 : 0, before.Count(block => block.Mark == Mark.Short));
        Assert.Equal(before.Count > 2 ? Mark.Short : Mark.Long, before[^2].Mark);
        Assert.Equal(Mark.None, before[^1].Mark);
    });

    [Fact]
    public void Any_places_give_the_prompt() => Gen.Select(Gen.String, Gen.Int[-3, 30].List[0, 4]).Each(Times, values =>
    {
        var (prompt, places) = values;

        var blocks = PrefixBlocks.Cut(prompt, places);

        Assert.Equal(prompt, string.Concat(blocks.Select(block => block.Text)));
    });

    private static IReadOnlyList<PrefixBlock> Cut(string head, string text, string end) => PrefixBlocks.Cut(head + text + end, [head.Length, head.Length + text.Length]);
}
