namespace LongWriter.Nano.Tests;

/// <summary>
/// The embedded model on subjects that its corpus does not hold, against the figures it is meant to reach. At 1,000 words by default;
/// at every length from 1,000 to 20,000 with <c>./test.sh --long</c>, which leaves the texts and their table in
/// <c>artifacts/measurement</c>.
/// </summary>
public class MeasurementTests
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long";
    private static readonly int[] s_lengths = s_long ? [1000, 2000, 5000, 10_000, 20_000] : [1000];

    [Fact]
    public async Task The_embedded_model_keeps_length_subject_and_plan()
    {
        var folder = s_long ? Repository.Artifacts("measurement") : Directory.CreateTempSubdirectory("longwriter").FullName;
        var documents = new List<MeasuredDocument>();
        try
        {
            await foreach (var document in new Measurement(new Bank(Repository.Bank), Repository.Model, folder).RunAsync(Repository.Evaluation, s_lengths, seed: 1, TestContext.Current.CancellationToken))
            {
                documents.Add(document);
            }
        }
        finally
        {
            if (!s_long)
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        var table = string.Join('\n', [.. MeasurementReport.Summary(documents), MeasurementReport.DocumentHeader, .. documents.Select(MeasurementReport.Document)]);
        if (s_long)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "summary.md"), table + "\n", TestContext.Current.CancellationToken);
        }

        Assert.Equal(14 * s_lengths.Length, documents.Count);
        foreach (var length in s_lengths)
        {
            var asked = documents.Where(document => document.Asked == length).ToList();
            Assert.True(asked.Sum(document => document.UnreadablePlans) == 0, table);
            Assert.True(asked.Average(document => document.LengthScore) >= 95, table);
            Assert.True(asked.Min(document => document.LengthScore) >= 85, table);
            Assert.True(MeasurementReport.Share(asked, document => document.SubjectShare) >= 0.9, table);
            Assert.True(MeasurementReport.Share(asked, document => document.OwnStepShare) >= 0.9, table);
            Assert.True(asked.Sum(document => document.OtherSubjects) == 0, table);
            Assert.True(asked.Max(document => document.Prefill) <= 1.6, table);
            Assert.True(asked.Max(document => document.FourGrams) <= (length <= 5000 ? 0.18 : 0.30), table);
            Assert.True(length > 5000 || asked.Max(document => document.MostRepeated) <= 2, table);
        }
    }
}
