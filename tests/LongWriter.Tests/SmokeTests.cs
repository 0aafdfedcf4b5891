namespace LongWriter.Tests;
public class SmokeTests { [Fact] public void Works() => Assert.Equal(2, LongWriter.Text.WordCount.Of("use GPT4 now")); }
