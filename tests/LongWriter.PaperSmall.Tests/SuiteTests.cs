using LongWriter.Evaluation.Suites;
using LongWriter.Text;

namespace LongWriter.PaperSmall.Tests;

public class SuiteTests
{
    [Fact]
    public void Every_subject_is_asked_for_at_every_length_in_so_many_words()
    {
        var items = SuiteFile.Load(Path.Combine(Root(), "recipes", "paper-small", "suite.jsonl")).Items;

        Assert.All(items, item => Assert.Equal(item.Length, TargetLength.Read(item.Prompt)));
        Assert.All(items, item => Assert.EndsWith($"-{item.Length}", item.Id, StringComparison.Ordinal));
        Assert.Equal(
            [100, 250, 500, 750, 1000, 1500, 2000, 3000],
            Assert.Single(items.GroupBy(item => item.Id[..item.Id.LastIndexOf('-')], item => item.Length).Select(subject => string.Join(' ', subject)).Distinct()).Split(' ').Select(int.Parse));
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LongWriter.slnx")))
            {
                return folder.FullName;
            }
        }

        return Environment.CurrentDirectory;
    }
}
