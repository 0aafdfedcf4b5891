using LongWriter.Evaluation.Pairwise;

namespace LongWriter.Evaluation.Tests.Pairwise;

public sealed class ComparisonFileTests
{
    [Fact]
    public void Comparisons_are_read_back_and_one_process_writes_at_a_time()
    {
        var folder = Directory.CreateTempSubdirectory("longwriter-");
        try
        {
            var comparison = new Comparison("7", 1, "a", "b", "j", Preference.Second) { Texts = "0123", Raw = "{\"Better\": \"B\"}", Retries = 1, Usage = new TokenUsage(5, 0, 2) };
            var none = new Comparison("7", 1, "b", "a", "j", null) { Problem = "the judge refused" };
            using (var file = ComparisonFile.Open(folder.FullName))
            {
                Assert.Empty(file.Past);
                file.Append(comparison);
                file.Append(none);
                Assert.Throws<EvaluationFileException>(() => ComparisonFile.Open(folder.FullName));
            }

            using var again = ComparisonFile.Open(folder.FullName);
            Assert.Equal([comparison, none], again.Past);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
