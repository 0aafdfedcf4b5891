using System.IO.Compression;
using System.Xml.Linq;
using LongWriter.Text;

namespace LongWriter.EndToEnd.Tests;

/// <summary>Packages from a local folder: what is in them, and that the tool works where it is installed. No other source is asked.</summary>
public sealed class PackagesTests : IDisposable
{
    private static readonly string[] s_projects = ["LongWriter", "LongWriter.Formats", "LongWriter.Inference", "LongWriter.Providers", "LongWriter.Cli"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_packs_and_the_installed_tool_writes_a_document()
    {
        foreach (var project in s_projects)
        {
            await DotnetAsync("pack", Path.Combine(Repository.Root, "src", project), "--no-build", "-c", Repository.Configuration, "-o", _folder["packages"], "-v", "quiet");
        }

        var packages = Directory.GetFiles(_folder["packages"], "*.nupkg").Select(Read).ToDictionary(package => package.Id, StringComparer.Ordinal);
        Assert.Equal(s_projects.Order(StringComparer.Ordinal), packages.Keys.Order(StringComparer.Ordinal));
        Assert.All(packages.Values, package =>
        {
            Assert.Equal(["authors", "description", "id", "license", "readme", "tags", "version"], package.Said);
            Assert.Contains("README.md", package.Files);
            Assert.True(File.Exists(Path.ChangeExtension(package.Path, "snupkg")));
        });
        Assert.Contains("contentFiles/any/any/models/longwriter-nano.gguf", packages["LongWriter.Providers"].Files);
        Assert.All(s_projects[..^1], library => Assert.Contains($"lib/net10.0/{library}.xml", packages[library].Files));

        await DotnetAsync("tool", "install", "LongWriter.Cli", "--tool-path", _folder["tools"], "--source", _folder["packages"], "--version", packages["LongWriter.Cli"].Version);
        var tool = _folder["tools/longwriter"];
        Assert.StartsWith(packages["LongWriter.Cli"].Version, (await RunAsync(tool, "--version")).Output, StringComparison.Ordinal);
        await RunAsync(tool, "write", "Write a 300-word text on tea", "-o", "tea.md");
        Assert.InRange(WordCount.Of(await File.ReadAllTextAsync(_folder["tea.md"], TestContext.Current.CancellationToken)), 250, 360);
    }

    private static Package Read(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        using var stream = zip.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var said = XDocument.Load(stream).Root!.Elements().First().Elements().Where(element => element.Value.Trim().Length > 0 && !element.HasElements).ToLookup(element => element.Name.LocalName, element => element.Value, StringComparer.Ordinal);
        return new Package(path, said["id"].Single(), said["version"].Single(), [.. said.Select(group => group.Key).Except(["licenseUrl"], StringComparer.Ordinal).Order(StringComparer.Ordinal)], [.. zip.Entries.Select(entry => entry.FullName)]);
    }

    private Task<CliResult> DotnetAsync(params string[] arguments) => RunAsync("dotnet", arguments);

    private async Task<CliResult> RunAsync(string program, params string[] arguments)
    {
        using var process = CliProcess.StartProgram(program, _folder.Path, arguments);
        process.StandardInput.Close();
        var result = await CliProcess.FinishAsync(process);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{result.Output}{result.Error}");
        return result;
    }

    private sealed record Package(string Path, string Id, string Version, string[] Said, string[] Files);
}
