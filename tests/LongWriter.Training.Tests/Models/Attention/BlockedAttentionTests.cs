using CsCheck;
using LongWriter.Training.Models;
using LongWriter.Training.Models.Attention;
using TorchSharp;

namespace LongWriter.Training.Tests.Models.Attention;

public sealed class BlockedAttentionTests
{
    private static readonly int s_cases = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long" ? 400 : 25;

    private static readonly Gen<(int KeyHeads, int Group, int Size, bool Neighbours, bool Partial, int[] Lengths, int Seed)> s_shapes =
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.OneOf(4, 8, 16, 20, 32, 64), Gen.Bool, Gen.Bool, Gen.Int[1, 90].Array[1, 4], Gen.Int[0, 1_000_000]);

    public BlockedAttentionTests() => Assert.SkipUnless(BlockedAttention.IsSupported, "the kernel needs AVX2 and FMA");

    [Fact]
    public void Outputs_and_gradients_are_those_of_the_plain_loops() => Property.Holds(s_shapes, s_cases, 21, entry =>
        Check(Config(entry.KeyHeads, entry.Group, entry.Size) with { RotatesNeighbours = entry.Neighbours, RotaryShare = entry.Partial ? 0.5 : 1 }, entry.Seed, 1, entry.Lengths));

    [Theory]
    [InlineData(47, 48, 49)]
    [InlineData(1, 239, 240)]
    [InlineData(241, 288, 5)]
    [InlineData(500, 1, 16)]
    public void They_are_so_across_the_borders_of_blocks(params int[] lengths) => Check(Config(1, 2, 24), 3, 1, lengths);

    [Fact]
    public void Scores_of_hundreds_do_not_overflow() => Check(Config(2, 1, 16), 4, 12, 130, 270);

    [Fact]
    public void Without_gradients_and_on_more_threads_it_has_the_same_bits()
    {
        var (config, random) = (Config(2, 2, 32), new Random(5));
        int[] lengths = [250, 3, 120];
        using var scope = torch.NewDisposeScope();
        var rows = torch.tensor(Values(random, 373 * 8 * 32, 1), [373, 8 * 32]);
        var slopes = torch.tensor(Values(random, 373 * 4 * 32, 1), [373, 4 * 32]);
        var (output, gradient) = Run(config, lengths, rows, slopes);
        torch.set_num_threads(3);
        try
        {
            var (shared, sharedGradient) = Run(config, lengths, rows, slopes);
            using var off = torch.no_grad();
            Assert.Equal(output, shared);
            Assert.Equal(gradient, sharedGradient);
            Assert.Equal(output, Tiny.Floats(new BlockedAttention(config).Over(Array.ConvertAll(lengths, length => (long)length))(rows)));
        }
        finally
        {
            torch.set_num_threads(1);
        }
    }

    [Fact]
    public void What_is_no_number_spreads_to_what_comes_after_it_in_its_document_and_no_further()
    {
        var config = Config(1, 1, 8);
        var rows = Values(new Random(6), 30 * 24, 1);
        rows[(12 * 24) + 9] = float.NaN; // a key of the second document's third token
        using var scope = torch.NewDisposeScope();
        var output = Tiny.Floats(new BlockedAttention(config).Over([10, 11, 9])(torch.tensor(rows, [30, 24])));
        Assert.All(Enumerable.Range(0, 30), row => Assert.Equal(row is >= 12 and < 21, output[(row * 8)..][..8].All(float.IsNaN)));
        Assert.All(Enumerable.Range(0, 30), row => Assert.Equal(row is >= 12 and < 21, output[(row * 8)..][..8].Any(float.IsNaN)));
    }

    private static void Check(DecoderConfig config, int seed, double deviation, params int[] lengths)
    {
        var random = new Random(seed);
        var layout = new HeadLayout(config.Heads, config.KeyValueHeads, config.HeadSize);
        var tokens = lengths.Sum();
        var (rows, slopes) = (Values(random, tokens * layout.RowWidth, deviation), Values(random, tokens * layout.OutputWidth, 1));
        var (outputs, gradient) = PlainAttention.Of(config, lengths, rows, slopes);
        using var scope = torch.NewDisposeScope();
        var (actual, actualGradient) = Run(config, lengths, torch.tensor(rows, [tokens, layout.RowWidth]), torch.tensor(slopes, [tokens, layout.OutputWidth]));
        Near.Equal(outputs, actual, 2e-6 * Math.Max(1, deviation * deviation));
        Near.Equal(gradient, actualGradient, 2e-6 * Math.Max(1, deviation * deviation));
    }

    private static (float[] Output, float[] Gradient) Run(DecoderConfig config, int[] lengths, torch.Tensor rows, torch.Tensor slopes)
    {
        using var scope = torch.NewDisposeScope();
        var leaf = rows.detach().requires_grad_(true);
        var output = new BlockedAttention(config).Over(Array.ConvertAll(lengths, length => (long)length))(leaf);
        output.backward(new[] { slopes });
        return (Tiny.Floats(output), Tiny.Floats(leaf.grad!));
    }

    private static DecoderConfig Config(int keyHeads, int group, int size) => Tiny.Config(keyHeads, context: 512) with { Heads = keyHeads * group, StatedHeadSize = size };

    private static float[] Values(Random random, int count, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}
