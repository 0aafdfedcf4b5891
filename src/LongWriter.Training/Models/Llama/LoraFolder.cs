using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Formats;

namespace LongWriter.Training.Models.Llama;

/// <summary>An adapter folder as PEFT writes and reads it: adapter_config.json and adapter_model.safetensors.</summary>
public static class LoraFolder
{
    public const string Config = "adapter_config.json";
    public const string Weights = "adapter_model.safetensors";

    /// <param name="basePath">Where the model that the adapters belong to was loaded from.</param>
    public static void Save(string folder, LlamaLora lora, string basePath)
    {
        ArgumentNullException.ThrowIfNull(lora);
        Directory.CreateDirectory(folder);
        LlamaCheckpoint.SaveTensors(Path.Combine(folder, Weights), lora.Named, "F32");
        var path = Path.Combine(folder, Config);
        File.WriteAllText(path + ".tmp", new JsonObject
        {
            ["peft_type"] = "LORA",
            ["task_type"] = "CAUSAL_LM",
            ["base_model_name_or_path"] = basePath,
            ["r"] = lora.Shape.Rank,
            ["lora_alpha"] = lora.Shape.Alpha,
            ["lora_dropout"] = 0.0,
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["target_modules"] = new JsonArray([.. LlamaLora.Modules.Select(module => (JsonNode)module)]),
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <exception cref="ModelFileException">A file is missing, or the adapters do not fit the model.</exception>
    public static LlamaLora Load(string folder, LlamaConfig config)
    {
        var path = Path.Combine(folder, Config);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            var shape = new LoraShape(json.RootElement.GetProperty("r").GetInt32(), json.RootElement.GetProperty("lora_alpha").GetDouble());
            return shape.Rank > 0
                ? LoadWeights(Path.Combine(folder, Weights), config, shape)
                : throw new ModelFileException(path, $"has a rank of {shape.Rank}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ModelFileException(path, $"cannot be read as an adapter's configuration: {e.Message}", e);
        }
    }

    public static LlamaLora LoadWeights(string path, LlamaConfig config, LoraShape shape) => LlamaLora.FromArrays(config, shape, LlamaCheckpoint.Reader(path));
}
