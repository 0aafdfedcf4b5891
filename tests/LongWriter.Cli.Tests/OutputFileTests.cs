using LongWriter.Fakes;

namespace LongWriter.Cli.Tests;

public class OutputFileTests
{
    [Fact]
    public void A_text_is_saved_as_plain_UTF_8_and_nothing_else_is_left()
    {
        using var folder = new TempFolder();

        OutputFile.Open(folder["out.md"]).Save("# Città\n");

        Assert.Equal("# Città\n"u8.ToArray(), File.ReadAllBytes(folder["out.md"]));
        Assert.Equal(["out.md"], folder.Files);
    }

    [Fact]
    public void Opening_proves_the_place_and_changes_nothing()
    {
        using var folder = new TempFolder();
        folder.Write("out.md", "old");
        folder.Write("out.md.tmp", "the user's own");

        OutputFile.Open(folder["out.md"]);
        OutputFile.Open(folder["new.md"]);

        Assert.Equal(["out.md", "out.md.tmp"], folder.Files);
        Assert.Equal("old", File.ReadAllText(folder["out.md"]));
        Assert.Equal("the user's own", File.ReadAllText(folder["out.md.tmp"]));
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_is_kept_and_the_failure_told()
    {
        using var folder = new TempFolder();
        var file = OutputFile.Open(folder.Write("out.md", "old"));
        Directory.CreateDirectory($"{folder["out.md"]}.{Environment.ProcessId}.tmp");

        var problem = Assert.Throws<UsageException>(() => file.Save("new"));

        Assert.StartsWith($"{folder["out.md"]}: cannot be written: ", problem.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder["out.md"]));
    }

    [Fact]
    public void A_text_that_is_interrupted_while_it_is_made_leaves_what_stood_there()
    {
        using var folder = new TempFolder();
        var file = OutputFile.Open(folder.Write("out.md", "old"));

        Assert.Throws<OperationCanceledException>(() => file.Save(text =>
        {
            text.Write(new string('x', 1_000_000));
            throw new OperationCanceledException();
        }));
        Assert.Equal(["out.md"], folder.Files);
        Assert.Equal("old", File.ReadAllText(folder["out.md"]));

        file.Save(text => text.Write("new città\n"));
        Assert.Equal("new città\n"u8.ToArray(), File.ReadAllBytes(folder["out.md"]));
    }

    [Fact]
    public void A_save_that_fails_leaves_no_half_file()
    {
        using var folder = new TempFolder();
        var file = OutputFile.Open(folder["out.md"]);
        Directory.CreateDirectory(folder["out.md"]);

        Assert.Throws<UsageException>(() => file.Save("new"));

        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_link_stays_a_link_and_the_file_behind_it_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder["link.md"], folder.Write("real.md", "old"));

        OutputFile.Open(folder["link.md"]).Save("new");

        Assert.Equal("new", File.ReadAllText(folder["real.md"]));
        Assert.Equal(folder["real.md"], new FileInfo(folder["link.md"]).LinkTarget);
    }

    [Fact]
    public void A_device_is_written_to_and_never_replaced_by_a_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices are files on Linux");

        OutputFile.Open("/dev/null").Save("new");

        Assert.Empty(File.ReadAllBytes("/dev/null"));
        Assert.Throws<UsageException>(() => OutputFile.Open("/dev/full").Save("new"));
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("/nowhere/at/all.md")]
    [InlineData("/proc/nothing.md")]
    public void A_place_that_takes_no_file_is_refused(string path) => Assert.Throws<UsageException>(() => OutputFile.Open(path));
}
