using LongWriter.Providers;

namespace LongWriter.Cli.Completion;

/// <summary>Names that a model may have, for shells to complete.</summary>
internal static class ModelNames
{
    private static readonly EnumerationOptions s_readable = new() { IgnoreInaccessible = true };

    /// <summary>The embedded model, and model files and folders beside what is typed.</summary>
    public static IEnumerable<string> Beginning(string word)
    {
        string[] names = [ModelCatalog.Embedded];
        var folder = word[..(word.LastIndexOf('/') + 1)];
        try
        {
            var around = new DirectoryInfo(folder.Length == 0 ? "." : folder);
            names = [.. names, .. around.EnumerateFiles("*.gguf", s_readable).Select(file => folder + file.Name), .. around.EnumerateDirectories("*", s_readable).Where(below => below.Name[0] != '.').Select(below => folder + below.Name + "/")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A folder that is not there completes to nothing.
        }

        return names.Where(name => name.StartsWith(word, StringComparison.Ordinal));
    }
}
