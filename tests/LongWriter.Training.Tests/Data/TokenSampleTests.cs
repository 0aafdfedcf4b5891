using LongWriter.Training.Data;

namespace LongWriter.Training.Tests.Data;

public sealed class TokenSampleTests
{
    private static readonly TokenSample[] s_samples =
    [
        new([10, 11, 12, 13], [false, false, true, true]),
        new([20, 21], [false, true]),
        new([30, 31, 32], [false, true, false]),
    ];

    [Fact]
    public void The_last_token_takes_no_place() => Assert.Equal([3, 1, 2], s_samples.Select(sample => sample.Length));

    [Fact]
    public void A_pack_predicts_each_next_token_of_the_same_sample_only()
    {
        var pack = Pack.Of(s_samples);
        Assert.Equal([10, 11, 12, 20, 30, 31], pack.Ids);
        Assert.Equal([11, 12, 13, 21, 31, 32], pack.Targets);
        Assert.Equal([0, 1, 1, 1, 1, 0], pack.Weights);
        Assert.Equal([3, 1, 2], pack.Documents);
        Assert.Equal(4, pack.TargetCount);
    }
}
