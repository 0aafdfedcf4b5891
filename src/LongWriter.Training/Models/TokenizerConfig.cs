using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Formats;
using LongWriter.Formats.Chat;
using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Models;

/// <summary>What a model folder's tokenizer_config.json says of the chat template.</summary>
internal static class TokenizerConfig
{
    public const string FileName = "tokenizer_config.json";

    /// <summary>
    /// The folder's chat template. Folders that this program wrote have no such file and were trained in Llama 3's; a model of
    /// another family without one has none.
    /// </summary>
    /// <exception cref="ModelFileException">The file is there and no JSON object.</exception>
    public static string? ChatTemplateOf(string folder, DecoderConfig config)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return config.Family == LlamaFamily.Instance ? ChatTemplate.Llama3Jinja : null;
        }

        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new ModelFileException(path, "is no JSON object");
            return json["chat_template"] is JsonValue template && template.GetValueKind() == JsonValueKind.String ? template.GetValue<string>() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ModelFileException(path, $"cannot be read: {e.Message}", e);
        }
    }
}
