namespace LongWriter.Nano.Tests;

/// <summary>Paths of the repository the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Bank => Path.Combine(Root, "recipes", "nano", "bank");

    public static string Model => Path.Combine(Root, "models", "longwriter-nano.gguf");

    public static string Evaluation => Path.Combine(Root, "recipes", "nano", "evaluation.txt");

    /// <summary>A folder below artifacts, where builds leave what is not kept in git.</summary>
    public static string Artifacts(string name) => Path.Combine(Root, "artifacts", name);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LongWriter.slnx")))
            {
                return folder.FullName;
            }
        }

        // Built elsewhere (an artifacts path outside the tree): the tests run from the repository then.
        return Environment.CurrentDirectory;
    }
}
