using LongWriter.Cli.Rendering;

namespace LongWriter.Cli.Tests.Rendering;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 votes")]
    [InlineData(1, "1 vote")]
    [InlineData(2500, "2,500 votes")]
    public void One_has_no_s(int count, string text) => Assert.Equal(text, Counted.Of(count, "vote"));
}
