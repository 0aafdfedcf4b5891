using LongWriter.Evaluation.Pairwise;

namespace LongWriter.Evaluation.Tests.Pairwise;

public sealed class PairwiseFileTests
{
    [Fact]
    public void Comparisons_are_read_back_and_one_process_writes_at_a_time()
    {
        var folder = Directory.CreateTempSubdirectory("longwriter-");
        try
        {
            var comparison = new PairJudgement("7", 1, "a", "b", "j", Preference.Second) { Texts = "0123", Raw = "{\"Better\": \"B\"}", Retries = 1, Usage = new TokenUsage(5, 0, 2) };
            var none = new PairJudgement("7", 1, "b", "a", "j", null) { Problem = "the judge refused" };
            using (var file = PairwiseFile.Open(folder.FullName))
            {
                Assert.Empty(file.Past);
                file.Append(comparison);
                file.Append(none);
                Assert.Throws<EvaluationFileException>(() => PairwiseFile.Open(folder.FullName));
            }

            using var again = PairwiseFile.Open(folder.FullName);
            Assert.Equal([comparison, none], again.Past);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
