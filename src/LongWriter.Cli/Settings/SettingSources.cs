namespace LongWriter.Cli.Settings;

/// <summary>Everywhere a setting may be said, and which of it holds.</summary>
internal sealed class SettingSources
{
    /// <summary>The file of a project, looked for from the working folder upward.</summary>
    public const string ProjectFile = "longwriter.json";

    private readonly Surroundings _around;
    private readonly Lazy<IReadOnlyList<SettingsFile>> _files;

    public SettingSources(Surroundings around) => (_around, _files) = (around, new(() => [.. Paths().Select(SettingsFile.Read)]));

    /// <summary>What the files say, the one that counts more first.</summary>
    /// <exception cref="UsageException">One of them cannot be used.</exception>
    public IReadOnlyList<SettingsFile> Files => _files.Value;

    /// <param name="option">What the command line says; it has been checked there.</param>
    /// <exception cref="UsageException">What is said in the environment or a file cannot be used.</exception>
    public SettingValue Resolve(Setting setting, string? option = null)
    {
        if (option is not null)
        {
            return new SettingValue(setting, option, setting.OptionName);
        }

        if (_around.Variable(setting.Variable) is { Length: > 0 } value)
        {
            return setting.Problem(value) is { } problem
                ? throw new UsageException($"{setting.Variable} {Setting.Shown(value)}: {problem}")
                : new SettingValue(setting, value, setting.Variable);
        }

        foreach (var file in Files)
        {
            if (file.Values.TryGetValue(setting.Name, out var said))
            {
                return new SettingValue(setting, setting.MayBeFile ? Located(said.Value, file) : said.Value, $"{file.Path}:{said.Line}");
            }
        }

        return new SettingValue(setting, setting.Default, "default");
    }

    /// <summary>A file that stands beside the settings is found from any folder below them.</summary>
    private static string Located(string value, SettingsFile file) =>
        Path.Combine(Path.GetDirectoryName(file.Path)!, value) is var beside && File.Exists(beside) ? beside : value;

    private IEnumerable<string> Paths()
    {
        for (var folder = new DirectoryInfo(_around.Folder); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, ProjectFile) is var path && File.Exists(path))
            {
                yield return path;
                break;
            }
        }

        if (UserFile(_around, "config.json") is { } user)
        {
            yield return user;
        }
    }

    /// <summary>A file in the user's folder for this tool, or null where there is none.</summary>
    public static string? UserFile(Surroundings around, string name)
    {
        var home = around.Variable("XDG_CONFIG_HOME") is { Length: > 0 } set ? set : Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length > 0 && Path.Combine(home, "longwriter", name) is var path && File.Exists(path) ? path : null;
    }
}
