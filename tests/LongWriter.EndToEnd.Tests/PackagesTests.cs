using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using LongWriter.Text;

namespace LongWriter.EndToEnd.Tests;

/// <summary>Packages from a local folder: what is in them, and that the tool works where it is installed. No other source is asked.</summary>
public sealed class PackagesTests : IDisposable
{
    private const string Tool = "LongWriter.Cli";

    private static readonly string[] s_libraries = ["LongWriter", "LongWriter.Formats", "LongWriter.Inference", "LongWriter.Providers"];

    /// <summary>The tool's package that holds it, for the system that the tests run on.</summary>
    private static readonly string s_own = $"{Tool}.{RuntimeInformation.RuntimeIdentifier}";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_libraries_pack()
    {
        foreach (var library in s_libraries)
        {
            await DotnetAsync("pack", Path.Combine(Repository.Root, "src", library), "--no-build", "-c", Repository.Configuration, "-o", _folder["packages"], "-v", "quiet");
        }

        var packages = Packages();
        Assert.Equal([.. s_libraries.Order(StringComparer.Ordinal)], packages.Keys.Order(StringComparer.Ordinal));
        Assert.All(packages.Values, IsDescribed);
        Assert.Contains("contentFiles/any/any/models/longwriter-nano.gguf", packages["LongWriter.Providers"].Files);
        Assert.All(s_libraries, library => Assert.Contains($"lib/net10.0/{library}.xml", packages[library].Files));
    }

    [Fact]
    public async Task The_tool_packs_for_its_system_and_the_installed_one_writes_a_document()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long", "builds the tool anew for its system, two minutes: ./test.sh --long");

        // The tool's packages are built by system, each of them; the libraries that it is made of are not.
        await DotnetAsync("pack", Path.Combine(Repository.Root, "src", Tool), "-c", Repository.Configuration, "-o", _folder["packages"], "-v", "quiet", $"-p:ToolPackageRuntimeIdentifiers={RuntimeInformation.RuntimeIdentifier}", "-p:BuildProjectReferences=false");

        var packages = Packages();
        Assert.Equal([.. new[] { Tool, s_own }.Order(StringComparer.Ordinal)], packages.Keys.Order(StringComparer.Ordinal));
        Assert.All(packages.Values, IsDescribed);

        // The libraries of this system, and neither those of another nor their symbols: a package of one system, not of all.
        Assert.Contains(packages[s_own].Files, file => file.Contains("duckdb", StringComparison.Ordinal));
        Assert.DoesNotContain(packages[s_own].Files, file => file.Contains("/runtimes/", StringComparison.Ordinal) || (file.EndsWith(".pdb", StringComparison.Ordinal) && file.Contains("Skia", StringComparison.Ordinal)));
        Assert.InRange(new FileInfo(packages[s_own].Path).Length, 1 << 20, 64 << 20);
        Assert.InRange(new FileInfo(packages[Tool].Path).Length, 1, 1 << 20);

        await DotnetAsync("tool", "install", Tool, "--tool-path", _folder["tools"], "--source", _folder["packages"], "--version", packages[Tool].Version);
        var tool = _folder["tools/longwriter"];
        Assert.StartsWith(packages[Tool].Version, (await RunAsync(tool, "--version")).Output, StringComparison.Ordinal);
        await RunAsync(tool, "write", "Write a 300-word text on tea", "-o", "tea.md");
        Assert.InRange(WordCount.Of(await File.ReadAllTextAsync(_folder["tea.md"], TestContext.Current.CancellationToken)), 250, 360);
    }

    private Dictionary<string, Package> Packages() =>
        Directory.GetFiles(_folder["packages"], "*.nupkg").Select(Read).ToDictionary(package => package.Id, StringComparer.Ordinal);

    private static void IsDescribed(Package package)
    {
        Assert.Equal(["authors", "description", "id", "license", "readme", "tags", "version"], package.Said);
        Assert.Contains("README.md", package.Files);
        Assert.Equal(package.Id != Tool, File.Exists(Path.ChangeExtension(package.Path, "snupkg")));
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
