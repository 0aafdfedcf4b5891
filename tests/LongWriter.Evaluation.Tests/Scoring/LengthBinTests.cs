using LongWriter.Evaluation.Scoring;

namespace LongWriter.Evaluation.Tests.Scoring;

public class LengthBinTests
{
    [Theory]
    [InlineData(0, "[0,500)")]
    [InlineData(499, "[0,500)")]
    [InlineData(500, "[500,2k)")]
    [InlineData(1999, "[500,2k)")]
    [InlineData(2000, "[2k,4k)")]
    [InlineData(3999, "[2k,4k)")]
    [InlineData(4000, "[4k,20k]")]
    [InlineData(20_000, "[4k,20k]")]
    [InlineData(20_001, "(20k,…)")]
    [InlineData(int.MaxValue, "(20k,…)")]
    public void Every_length_has_its_bin(int asked, string name) => Assert.Equal(name, LengthBin.Of(asked).Name);
}
