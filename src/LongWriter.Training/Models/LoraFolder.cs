using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Formats;
using LongWriter.Training.Data;

namespace LongWriter.Training.Models;

/// <summary>An adapter folder as PEFT writes and reads it: adapter_config.json and adapter_model.safetensors.</summary>
public static class LoraFolder
{
    public const string Config = "adapter_config.json";
    public const string Weights = "adapter_model.safetensors";

    /// <param name="basePath">Where the model that the adapters belong to was loaded from.</param>
    /// <param name="template">The chat template that the folder states; null where it states none.</param>
    /// <exception cref="ModelFileException">The files cannot be written; what was there stays.</exception>
    public static void Save(string folder, DecoderLora lora, string basePath, string? template = null)
    {
        ArgumentNullException.ThrowIfNull(lora);
        using var files = new FileSet(folder);
        files.Write(Weights, path => ModelFolder.SaveTensors(path, lora.Named, "F32"));
        if (template is not null)
        {
            files.Write(TemplateChoice.Config, path => File.WriteAllText(path, TemplateChoice.Stating(template, null)));
        }

        files.Write(Config, path => File.WriteAllText(path, new JsonObject
        {
            ["peft_type"] = "LORA",
            ["task_type"] = "CAUSAL_LM",
            ["base_model_name_or_path"] = basePath,
            ["r"] = lora.Shape.Rank,
            ["lora_alpha"] = lora.Shape.Alpha,
            ["lora_dropout"] = 0.0,
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["target_modules"] = new JsonArray([.. DecoderLora.Modules.Select(module => (JsonNode)module)]),
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true })));
        files.Complete();
    }

    /// <exception cref="ModelFileException">A file is missing, or the adapters do not fit the model.</exception>
    public static DecoderLora Load(string folder, DecoderConfig config)
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

    public static DecoderLora LoadWeights(string path, DecoderConfig config, LoraShape shape) => DecoderLora.FromArrays(config, shape, ModelFolder.Reader(path));
}
