using System.Runtime.CompilerServices;

namespace LongWriter.Fakes;

/// <summary>The runs of these tests go to a folder of their own, not among the user's.</summary>
internal static class RunsFolder
{
    public static string Path { get; } = Directory.CreateTempSubdirectory("longwriter-runs-").FullName;

    [ModuleInitializer]
    public static void Use()
    {
        Environment.SetEnvironmentVariable("LONGWRITER_HOME", Path);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path, recursive: true);
    }
}
