using System.Globalization;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Tests.Runs;

public sealed class RunPlotsTests
{
    [Fact]
    public void A_supervised_run_has_its_loss_and_rate()
    {
        using var folder = new TestFolder();
        folder.Lines("train.jsonl", Enumerable.Range(1, 1000).Select(step => string.Create(CultureInfo.InvariantCulture, $$"""{"step":{{step}},"loss":{{8.0 / step}},"lr":1E-05}""")));
        folder.Lines("held-out.jsonl", """{"step":0,"loss":8.5}""", """{"step":1000,"loss":0.5}""");
        Assert.Equal(folder.At("plots"), RunPlots.Save(folder.Root));
        Assert.Equal(["loss.png", "rate.png"], Files(folder), StringComparer.Ordinal);
        Assert.All(Directory.GetFiles(folder.At("plots")), file => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(file)[..4]));
        var drawings = RunPlots.Drawings(RunHistory.Read(folder.Root)).ToDictionary(drawing => drawing.Name, StringComparer.Ordinal);
        Assert.Equal(["training", "held out"], drawings["loss"].Series, StringComparer.Ordinal);
        Assert.Contains("learning rate, 1e-5", drawings["rate"].ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_preference_run_has_margin_accuracy_and_length_besides()
    {
        using var folder = new TestFolder();
        folder.Lines("train.jsonl", Enumerable.Range(1, 5).Select(step => $$"""{"step":{{step}},"loss":0.69,"lr":5E-07,"margin":0.000{{step}},"accuracy":0.5,"chosen_tokens":90,"rejected_tokens":110.5}"""));
        RunPlots.Save(folder.Root);
        Assert.Equal(["accuracy.png", "length.png", "loss.png", "margin.png", "rate.png"], Files(folder), StringComparer.Ordinal);

        // Margins of the first steps are small: the axis must tell them apart.
        Assert.Contains(">0.0002<", RunPlots.Drawings(RunHistory.Read(folder.Root)).Single(drawing => drawing.Name == "margin").ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_step_has_no_picture()
    {
        using var folder = new TestFolder();
        Assert.Null(RunPlots.Save(folder.Root));
        Assert.False(Directory.Exists(folder.At("plots")));
    }

    private static IEnumerable<string> Files(TestFolder folder) => Directory.GetFiles(folder.At("plots")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
