using LongWriter.Fakes;
using LongWriter.Runs;

namespace LongWriter.Tests;

public sealed class WholeFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder["a.txt"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Until_it_is_completed_the_old_file_stands_and_then_the_new_one()
    {
        _folder.Write("a.txt", "old");
        await using var file = new WholeFile(Path, Told);
        await file.Stream.WriteAsync("Città\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await file.WriteLineAsync(new { Some = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal("old", File.ReadAllText(Path));

        file.Complete();

        Assert.Equal("Città\n{\"some\":1}\n"u8.ToArray(), File.ReadAllBytes(Path));
        Assert.Equal(["a.txt"], _folder.Files);
    }

    [Fact]
    public void One_that_is_not_completed_leaves_the_old_file_and_nothing_else()
    {
        _folder.Write("a.txt", "old");
        _folder.Write("a.txt.tmp", "somebody's own");

        using (var file = new WholeFile(Path, Told))
        {
            file.Stream.Write("new"u8);
        }

        Assert.Equal(["a.txt", "a.txt.tmp"], _folder.Files);
        Assert.Equal("old", File.ReadAllText(Path));
    }

    [Fact]
    public void Its_folder_is_made()
    {
        WholeFile.Save(_folder["new/folder/a.txt"], "text", Told);

        Assert.Equal("text", File.ReadAllText(_folder["new/folder/a.txt"]));
    }

    [Fact]
    public void A_link_stays_a_link_and_the_file_behind_it_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        File.CreateSymbolicLink(_folder["link"], _folder.Write("a.txt", "old"));

        WholeFile.Save(_folder["link"], "new", Told);

        Assert.Equal("new", File.ReadAllText(Path));
        Assert.Equal(Path, new FileInfo(_folder["link"]).LinkTarget);
    }

    [Fact]
    public void A_folder_is_told_before_anything_is_written()
    {
        var problem = Assert.Throws<InvalidDataException>(() => new WholeFile(_folder.Root, Told));

        Assert.Equal($"{_folder.Root}: cannot be written: it is a folder; name a file", problem.Message);
    }

    [Fact]
    public void A_place_that_is_taken_meanwhile_is_told_and_nothing_is_left()
    {
        using (var file = new WholeFile(Path, Told))
        {
            Directory.CreateDirectory(Path);
            var problem = Assert.Throws<InvalidDataException>(file.Complete);
            Assert.StartsWith($"{Path}: cannot be written: ", problem.Message, StringComparison.Ordinal);
        }

        Assert.Empty(_folder.Files);
    }

    private static InvalidDataException Told(string path, string problem, Exception inner) => new($"{path}: {problem}", inner);
}
