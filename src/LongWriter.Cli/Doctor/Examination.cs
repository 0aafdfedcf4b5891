using System.Reflection;
using System.Runtime.InteropServices;
using LongWriter.Cli.Settings;
using LongWriter.Inference.Kernels;
using LongWriter.Runs;
using Spectre.Console;

namespace LongWriter.Cli.Doctor;

/// <summary>Looks at this machine as a run would.</summary>
/// <param name="model">The model to try.</param>
/// <param name="home">The folder that holds runs.</param>
internal sealed class Examination(Surroundings around, string model, string home)
{
    private const long Gigabyte = 1L << 30;
    private const string Training = "longwriter-train";

    /// <summary>Keys that model endpoints are asked with; whether they are set is told, their values never.</summary>
    private static readonly string[] s_keys = ["OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "HF_TOKEN"];

    public async Task<Report> RunAsync(CancellationToken cancellationToken)
    {
        var (settings, trouble) = Settings();
        return new Report([System(), Processor(), Memory(), await new WritingTrial(around).RunAsync(model, cancellationToken), Home(), Runs(), Terminal(), Keys(), TrainingTool(), .. trouble], settings);
    }

    private static Finding System()
    {
        var version = typeof(Examination).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        return new Finding("system", FindingState.Good, $"longwriter {version}, .NET {Environment.Version}, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}");
    }

    private static Finding Processor()
    {
        var kernel = Inference.Kernels.Processor.Int8Kernel;
        var text = $"{Environment.ProcessorCount} cores, int8 kernel {kernel}";
        return kernel == "portable"
            ? new Finding("processor", FindingState.Note, text, "models in this process run several times faster on a processor with AVX2")
            : new Finding("processor", FindingState.Good, text);
    }

    private static Finding Memory()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var text = $"{(double)memory / Gigabyte:F1} GB";
        return memory < Gigabyte / 2
            ? new Finding("memory", FindingState.Note, text, "nano needs 0.2 GB; a model file needs its own size and more")
            : new Finding("memory", FindingState.Good, text);
    }

    private Finding Home()
    {
        // A run makes the folders that are missing.
        var there = Path.GetFullPath(home);
        while (!Directory.Exists(there) && !File.Exists(there))
        {
            there = Path.GetDirectoryName(there)!;
        }

        try
        {
            OutputFile.Open(Path.Combine(there, "doctor"));
            var free = new DriveInfo(there).AvailableFreeSpace;
            return free < Gigabyte / 10
                ? new Finding("home", FindingState.Note, $"{home}, {free >> 20} MB free", "make room: a run stops where the disk is full, and goes on with longwriter resume")
                : new Finding("home", FindingState.Good, $"{home}, {(double)free / Gigabyte:N0} GB free");
        }
        catch (Exception e) when (e is UsageException or IOException or UnauthorizedAccessException)
        {
            return new Finding("home", FindingState.Bad, e.Message, "set LONGWRITER_HOME to a folder that can be written to");
        }
    }

    private Finding Runs()
    {
        var runs = new RunStore(home).List();
        var unfinished = runs.Where(run => run.Content.Finished is null).Select(run => run.Name).ToList();
        return unfinished.Count == 0
            ? new Finding("runs", FindingState.Good, $"{runs.Count} kept, all finished")
            : new Finding("runs", FindingState.Note, $"{runs.Count} kept, {unfinished.Count} not finished", $"go on with the latest: longwriter resume {unfinished[0]}");
    }

    private Finding Terminal()
    {
        if (!Surroundings.IsTerminal(around.Error))
        {
            return new Finding("terminal", FindingState.Good, "standard error is none: progress comes as plain lines");
        }

        var profile = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(around.Error) }).Profile;
        var text = $"{profile.Width} × {profile.Height}, colours {profile.Capabilities.ColorSystem.ToString().ToLowerInvariant()}, Unicode {(profile.Capabilities.Unicode ? "yes" : "no")}";
        return profile.Capabilities is { Interactive: true, Ansi: true, Unicode: true }
            ? new Finding("terminal", FindingState.Good, text)
            : new Finding("terminal", FindingState.Note, text, "for live progress: a UTF-8 locale and a TERM that is not dumb; plain lines come without");
    }

    private Finding Keys()
    {
        var set = s_keys.Where(key => around.Variable(key) is { Length: > 0 }).ToList();
        return new Finding("keys", FindingState.Good, set.Count > 0 ? string.Join(", ", set) : "none set; nano and model files need none");
    }

    private Finding TrainingTool()
    {
        var name = OperatingSystem.IsWindows() ? Training + ".exe" : Training;
        var found = (around.Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return new Finding("training", FindingState.Good, found ?? $"no {Training} in PATH; nothing but training needs it");
    }

    private (IReadOnlyList<SettingValue> Values, IReadOnlyList<Finding> Trouble) Settings()
    {
        var sources = new SettingSources(around);
        try
        {
            SettingValue[] values = [.. Setting.All.Select(setting => sources.Resolve(setting))];
            return (values, [.. values.Where(IsMissing).Select(value => new Finding("settings", FindingState.Note, $"{value.Setting.Name}: there is no file {value.Value}", $"see {value.Origin}"))]);
        }
        catch (UsageException e)
        {
            return ([], [new Finding("settings", FindingState.Bad, e.Message, "correct it or take it out; writing begins with no settings that are in doubt")]);
        }
    }

    private static bool IsMissing(SettingValue value) =>
        value is { Setting.MayBeFile: true, Value: { } name } && name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) && !File.Exists(name);
}
