using System.Text.Json;

namespace LongWriter.Datasets.Cards;

/// <summary>What LLaMA-Factory has to be told of a file: its <c>dataset_info.json</c> (data/README.md of LLaMA-Factory, "ShareGPT format").</summary>
internal static class DatasetInfo
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private static readonly object s_tags = new { role_tag = "role", content_tag = "content", user_tag = "user", assistant_tag = "assistant", system_tag = "system" };

    public static string OfChat(string name, string file) => Of(name, new { file_name = file, formatting = "sharegpt", columns = new { messages = "messages" }, tags = s_tags });

    /// <summary>Of a file whose chosen and rejected answers are one message each.</summary>
    public static string OfPreference(string name, string file) => Of(name, new { file_name = file, formatting = "sharegpt", ranking = true, columns = new { messages = "prompt", chosen = "chosen", rejected = "rejected" }, tags = s_tags });

    private static string Of(string name, object form) => JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal) { [name] = form }, s_indented) + "\n";
}
