using LongWriter.Writing;

namespace LongWriter.Tests;

public class CallSeedTests
{
    // Computed apart, in Python: a resumed run of any later version must draw the same numbers.
    [Theory]
    [InlineData(0, 0, 0, 2065550767)]
    [InlineData(0, 1, 0, 1818940686)]
    [InlineData(0, 1, 1, 1044836675)]
    [InlineData(42, 7, 2, 1034439350)]
    [InlineData(-1, 1, 0, 162477110)]
    [InlineData(long.MaxValue, 50, 4, 405973748)]
    public void Seeds_never_change(long seed, int step, int attempt, long expected) => Assert.Equal(expected, CallSeed.Of(seed, step, attempt));

    [Fact]
    public void Seeds_differ_over_steps_and_attempts_and_fit_31_bits()
    {
        foreach (var seed in (long[])[0, 1, 7, -3])
        {
            var seeds = (from step in Enumerable.Range(0, 200) from attempt in Enumerable.Range(0, 5) select CallSeed.Of(seed, step, attempt)).ToList();

            Assert.Equal(1000, seeds.Distinct().Count());
            Assert.All(seeds, drawn => Assert.InRange(drawn, 0, int.MaxValue));
        }
    }

    [Fact]
    public void Runs_of_different_seeds_share_no_seed_at_the_same_call() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(seed => CallSeed.Of(seed, 1, 0)).Distinct().Count());
}
