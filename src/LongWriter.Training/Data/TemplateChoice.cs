using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Formats;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Training.Data;

/// <summary>Which chat template a model folder has: the one asked for, the one that the folder states, or that of models of our own.</summary>
internal static class TemplateChoice
{
    /// <summary>The file that states a folder's template.</summary>
    public const string Config = "tokenizer_config.json";

    private const string Key = "chat_template";

    /// <summary>Where newer model folders keep the template.</summary>
    private const string TemplateFile = "chat_template.jinja";

    /// <param name="name">One of <see cref="ChatTemplate.Names"/>; null for what the folder states.</param>
    /// <exception cref="ModelFileException">The folder states a template that is not known, or the vocabulary lacks its tokens.</exception>
    public static ChatTemplate Of(string folder, Tokenizer tokenizer, string? name)
    {
        try
        {
            return name is not null ? ChatTemplate.Named(tokenizer, name)
                : Stated(folder) is not { } jinja ? ChatTemplate.Llama3(tokenizer)
                : ChatTemplate.Find(tokenizer, jinja) ?? throw new ModelFileException(folder, $"states a chat template that is not known; name one with --template ({string.Join(", ", ChatTemplate.Names)})");
        }
        catch (ArgumentException e)
        {
            throw new ModelFileException(folder, $"{Message(e)}; name another template with --template ({string.Join(", ", ChatTemplate.Names)})", e);
        }
    }

    /// <summary>The template of the first folder that states one.</summary>
    /// <exception cref="ModelFileException">As of <see cref="Of"/>.</exception>
    public static ChatTemplate OfFirst(IReadOnlyList<string> folders, Tokenizer tokenizer) => Of(folders.FirstOrDefault(folder => Stated(folder) is not null, folders[0]), tokenizer, null);

    /// <summary>A tokenizer_config.json that states the template; its other entries are those of <paramref name="like"/>.</summary>
    /// <param name="like">A model folder; null where there is none.</param>
    public static string Stating(string jinja, string? like)
    {
        var path = Path.Combine(like ?? "", Config);
        var config = like is not null && File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!.AsObject() : [];
        config[Key] = jinja;
        return config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }

    private static string? Stated(string folder)
    {
        var path = Path.Combine(folder, Config);
        try
        {
            if (File.Exists(Path.Combine(folder, TemplateFile)))
            {
                return File.ReadAllText(Path.Combine(folder, TemplateFile));
            }

            if (!File.Exists(path))
            {
                return null;
            }

            using var json = JsonDocument.Parse(File.ReadAllText(path));
            return !json.RootElement.TryGetProperty(Key, out var template) || template.ValueKind == JsonValueKind.Null ? null
                : template.ValueKind == JsonValueKind.String ? template.GetString()
                : template.EnumerateArray().First(entry => entry.GetProperty("name").GetString() == "default").GetProperty("template").GetString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ModelFileException(path, $"cannot be read as a tokenizer's configuration: {e.Message}", e);
        }
    }

    /// <summary>The sentence alone, without the parameter's name that .NET adds.</summary>
    private static string Message(ArgumentException e) => e.Message.Split(" (Parameter")[0];
}
