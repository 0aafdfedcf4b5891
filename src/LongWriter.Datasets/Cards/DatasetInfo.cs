using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Runs;

namespace LongWriter.Datasets.Cards;

/// <summary>What LLaMA-Factory has to be told of a file: its <c>dataset_info.json</c> (data/README.md of LLaMA-Factory, "ShareGPT format").</summary>
internal static class DatasetInfo
{
    private const string FileName = "dataset_info.json";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Tells of a file of chats in the same folder.</summary>
    public static Task AddChatAsync(string path, CancellationToken cancellationToken) =>
        AddAsync(path, new JsonObject { ["file_name"] = Path.GetFileName(path), ["formatting"] = "sharegpt", ["columns"] = new JsonObject { ["messages"] = "messages" } }, cancellationToken);

    /// <summary>Tells of a file of pairs in the same folder; its chosen and rejected answers have to be one message each.</summary>
    public static Task AddPairsAsync(string path, CancellationToken cancellationToken) =>
        AddAsync(path, new JsonObject { ["file_name"] = Path.GetFileName(path), ["formatting"] = "sharegpt", ["ranking"] = true, ["columns"] = new JsonObject { ["messages"] = "prompt", ["chosen"] = "chosen", ["rejected"] = "rejected" } }, cancellationToken);

    /// <summary>What the file tells of other files stays.</summary>
    private static async Task AddAsync(string path, JsonObject form, CancellationToken cancellationToken)
    {
        form["tags"] = new JsonObject { ["role_tag"] = "role", ["content_tag"] = "content", ["user_tag"] = "user", ["assistant_tag"] = "assistant", ["system_tag"] = "system" };
        var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, FileName);
        try
        {
            var told = File.Exists(file) ? JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)) as JsonObject ?? throw new JsonException("it is no object") : [];
            told[Path.GetFileNameWithoutExtension(path)] = form;
            WholeFile.Save(file, told.ToJsonString(s_indented) + "\n", DataFileException.Told);
        }
        catch (JsonException e)
        {
            throw new DataFileException(file, $"is there and cannot be read: {e.Message} Move it away.", e);
        }
    }
}
