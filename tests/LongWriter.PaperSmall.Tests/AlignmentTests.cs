using LongWriter.Evaluation;

namespace LongWriter.PaperSmall.Tests;

public sealed class AlignmentTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dpo-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_training_found_becomes_a_row()
    {
        var alignment = Alignment.Read(Written("""{"pairs":50,"loss":0.6,"accuracy":0.74,"margin":0.31,"chosen_loss":1.01,"rejected_loss":1.2,"reference_chosen_loss":1}"""));

        Assert.Equal($"| {_folder.Name} | 50 | 74.0% | 0.3100 | 1.0000 | 1.0100 | 1.0% |", AlignmentTable.Of([alignment]).TrimEnd().Split('\n')[^1]);
        Assert.Empty(AlignmentTable.Of([]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"pairs":50}""")]
    public void A_file_without_its_figures_is_refused_by_name(string text)
    {
        var path = Written(text);

        Assert.Contains(path, Assert.Throws<EvaluationFileException>(() => Alignment.Read(path)).Message, StringComparison.Ordinal);
    }

    private string Written(string text)
    {
        var path = Path.Combine(_folder.FullName, "held-out.json");
        File.WriteAllText(path, text);
        return path;
    }
}
