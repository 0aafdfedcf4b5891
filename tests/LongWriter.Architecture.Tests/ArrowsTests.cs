using System.Reflection;

namespace LongWriter.Architecture.Tests;

/// <summary>Who may know whom (docs: the arrows of the blueprint), read off the built assemblies.</summary>
public class ArrowsTests
{
    private const string Core = "LongWriter";
    private const string Formats = "LongWriter.Formats";
    private const string Inference = "LongWriter.Inference";
    private const string Providers = "LongWriter.Providers";
    private const string Figures = "LongWriter.Figures";
    private const string Evaluation = "LongWriter.Evaluation";
    private const string Datasets = "LongWriter.Datasets";
    private const string Server = "LongWriter.Server";
    private const string Cli = "LongWriter.Cli";
    private const string Training = "longwriter-train";

    /// <summary>Every project of src and the projects it may know.</summary>
    private static readonly Dictionary<string, string[]> s_arrows = new(StringComparer.Ordinal)
    {
        [Core] = [],
        [Formats] = [],
        [Inference] = [Formats],
        [Providers] = [Core, Inference, Formats],
        [Figures] = [],
        [Evaluation] = [Core, Figures],
        [Datasets] = [Core, Evaluation],
        [Server] = [Core, Evaluation],
        [Cli] = [Core, Providers, Evaluation, Datasets, Server, Figures, Inference, Formats],
        [Training] = [Formats, Figures],
    };

    public static TheoryData<string> Projects => [.. s_arrows.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_the_projects_its_arrows_point_to(string project) =>
        Assert.Empty(References(project).Where(s_arrows.ContainsKey).Except(s_arrows[project], StringComparer.Ordinal));

    [Fact]
    public void The_arrows_that_are_there_are_seen()
    {
        // Were references not read at all, every other test here would pass.
        Assert.Contains(Core, References(Providers));
        Assert.Contains(Inference, References(Providers));
        Assert.Contains(Formats, References(Inference));
        Assert.Contains(Formats, References(Training));
        Assert.Contains(Core, References(Cli));
        Assert.Contains("Microsoft.Extensions.AI.Abstractions", References(Core));
    }

    [Theory]
    [InlineData(Core, "Microsoft.Extensions.AI", "Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions")]
    [InlineData(Figures, "ScottPlot", "SkiaSharp")]
    [InlineData(Evaluation, Core, Figures, "Microsoft.Extensions.AI", "Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.AI.Evaluation")]
    [InlineData(Datasets, Core, Evaluation, "Microsoft.Extensions.AI.Abstractions", "Parquet", "DuckDB.NET.Data", "Sep")]
    [InlineData(Server, Core, Evaluation, "Markdig", "Microsoft.Data.Sqlite", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Features", "Microsoft.Extensions.Logging", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Primitives")]
    [InlineData(Formats)]
    [InlineData(Inference, Formats, "Microsoft.Extensions.AI.Abstractions", "System.Numerics.Tensors")]
    [InlineData(Providers, Core, Inference, Formats, "Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.AI.OpenAI", "OpenAI", "System.ClientModel", "Anthropic", "OllamaSharp", "Polly.Core")]
    public void A_library_needs_nothing_but_the_framework_and_what_is_named_here(string project, params string[] allowed) =>
        Assert.Empty(References(project).Where(name => !IsFramework(name)).Except(allowed, StringComparer.Ordinal));

    [Fact]
    public void Only_the_programs_know_the_console_and_only_training_knows_TorchSharp()
    {
        Assert.Equal([Training], Knowing(name => name.StartsWith("TorchSharp", StringComparison.Ordinal)));
        Assert.Equal([Cli, Training], Knowing(name => name.StartsWith("Spectre.Console", StringComparison.Ordinal)));
        Assert.Equal([Cli, Training], Knowing(name => name == "System.CommandLine"));
    }

    [Fact]
    public void Only_the_providers_know_the_libraries_of_providers() =>
        Assert.Equal([Providers], Knowing(name => name is "OpenAI" or "Anthropic" or "OllamaSharp" or "System.ClientModel" or "Microsoft.Extensions.AI.OpenAI"));

    [Fact]
    public void Only_the_server_knows_the_web_and_the_database() =>
        Assert.Equal([Server], Knowing(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name is "Microsoft.Data.Sqlite" or "Markdig"));

    [Fact]
    public void The_core_knows_neither_console_nor_network_nor_files_of_models() =>
        Assert.DoesNotContain(References(Core), name => name.StartsWith("System.Net", StringComparison.Ordinal) || name is "System.Console" or "System.IO.MemoryMappedFiles" or "System.Numerics.Tensors");

    private static List<string> Knowing(Func<string, bool> library) => [.. s_arrows.Keys.Where(project => References(project).Any(library)).Order(StringComparer.Ordinal)];

    /// <summary>System.* of the framework itself: a package of that name is a library like any other.</summary>
    private static bool IsFramework(string name) =>
        (name.StartsWith("System.", StringComparison.Ordinal) && name is not ("System.CommandLine" or "System.Numerics.Tensors" or "System.ClientModel"))
        || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);

    private static List<string> References(string project) => [.. Assembly.Load(project).GetReferencedAssemblies().Select(reference => reference.Name!)];
}
