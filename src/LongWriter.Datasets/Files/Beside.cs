namespace LongWriter.Datasets.Files;

/// <summary>Names of what is written beside a file of rows: <c>pairs.jsonl</c> has <c>pairs.card.md</c>.</summary>
internal static class Beside
{
    public static string Card(string path) => Of(path, ".card.md");

    public static string Verdicts(string path) => Of(path, ".verdicts.jsonl");

    public static string Evidence(string path) => Of(path, ".evidence.jsonl");

    /// <summary>The folder where what is not finished yet is kept.</summary>
    public static string Work(string path) => Of(path, ".work");

    public static string LlamaFactory(string path) => Of(path, ".llama-factory.jsonl");

    public static string Stem(string path) => Path.GetFileNameWithoutExtension(path);

    private static string Of(string path, string ending) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Stem(path) + ending);
}
