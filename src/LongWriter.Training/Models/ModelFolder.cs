using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Formats;
using LongWriter.Formats.SafeTensors;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Data;
using TorchSharp;

namespace LongWriter.Training.Models;

/// <summary>A Hugging Face model folder: config.json, model.safetensors or shards of it, tokenizer.json.</summary>
public static class ModelFolder
{
    public const string Weights = WeightFiles.Single;
    public const string Config = "config.json";
    public const string TokenizerFile = "tokenizer.json";

    /// <summary>Bytes of a shard, as Hugging Face's own files have at most.</summary>
    public const long ShardBytes = 5_000_000_000;

    private static readonly string[] s_companions = [TokenizerFile, TemplateChoice.Config, "special_tokens_map.json", "generation_config.json"];

    /// <exception cref="ModelFileException">A file is missing, damaged, or does not fit the configuration.</exception>
    public static (DecoderConfig Config, DecoderParameters Parameters, Tokenizer Tokenizer) Load(string folder)
    {
        var config = DecoderConfig.Load(Path.Combine(folder, Config));
        var tokenizer = TokenizerJson.LoadTokenizer(Path.Combine(folder, TokenizerFile));
        if (tokenizer.Count > config.VocabSize)
        {
            throw new ModelFileException(folder, $"the tokenizer has {tokenizer.Count} tokens, the model {config.VocabSize}");
        }

        return (config, LoadWeights(config, folder), tokenizer);
    }

    /// <summary>The weights of a folder, taken apart where the family stores several in one tensor.</summary>
    public static DecoderParameters LoadWeights(DecoderConfig config, string folder)
    {
        ArgumentNullException.ThrowIfNull(config);
        var files = WeightFiles.OpenFolder(folder);
        var shapes = DecoderParameters.Names(config).ToDictionary(weight => weight.Name, weight => weight.Shape, StringComparer.Ordinal);
        var layout = config.Family.Layout(config).ToList();
        var known = layout.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        if (files.Names.FirstOrDefault(name => !known.Contains(name) && !ModelFamily.IsNeedless(name, config)) is { } stranger)
        {
            throw new ModelFileException(folder, $"holds the tensor '{stranger}', for which the {config.Family.ModelType} of config.json has no place");
        }

        var homes = layout.SelectMany(tensor => tensor.Parts.Select(part => (part, tensor))).ToDictionary(pair => pair.part, pair => pair.tensor, StringComparer.Ordinal);
        var waiting = new Dictionary<string, float[]>(StringComparer.Ordinal);
        return DecoderParameters.FromArrays(config, (name, shape) =>
        {
            if (waiting.Remove(name, out var ready))
            {
                return ready;
            }

            var home = homes[name];
            var values = files.Read(home.Name, [home.Parts.Sum(part => shapes[part][0]), .. shape[1..]]);
            if (home.Parts.Count == 1)
            {
                return values;
            }

            var from = 0;
            foreach (var part in home.Parts)
            {
                var length = (int)shapes[part].Aggregate(1L, (a, b) => a * b);
                waiting.Add(part, values[from..(from + length)]);
                from += length;
            }

            waiting.Remove(name, out var own);
            return own!;
        });
    }

    /// <summary>The weights of one file under our own names, as a run's checkpoints keep them.</summary>
    public static DecoderParameters LoadFile(DecoderConfig config, string path) => DecoderParameters.FromArrays(config, Reader(path));

    /// <summary>Reads tensors of a file by name and checks their shapes.</summary>
    internal static Func<string, long[], float[]> Reader(string path) => WeightFiles.OpenFile(path).Read;

    /// <summary>
    /// Writes the folder in the family's layout, weights in the configuration's element type. Everything is complete under temporary
    /// names before the first file is replaced.
    /// </summary>
    /// <param name="like">A folder whose tokenizer and generation files are taken over as they are; null where there is none.</param>
    /// <param name="shardBytes">Bytes of weights beyond which they are written as several files.</param>
    /// <param name="template">The chat template that the folder states from now on; null for that of <paramref name="like"/>.</param>
    /// <exception cref="ModelFileException">A weight is not finite, or the files cannot be written; what was there stays.</exception>
    public static void Save(string folder, DecoderConfig config, DecoderParameters parameters, Vocabulary vocabulary, string? like = null, long shardBytes = ShardBytes, string? template = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(parameters);
        var type = config.DataType switch { "float32" => "F32", "float16" => "F16", _ => "BF16" };
        using var files = new FileSet(folder);
        files.Write(Config, path => File.WriteAllText(path, config.ToJson()));
        var companions = s_companions.Where(name => like is not null && File.Exists(Path.Combine(like, name)) && (template is null || name != TemplateChoice.Config)).ToList();
        companions.ForEach(name => files.Write(name, path => File.Copy(Path.Combine(like!, name), path, overwrite: true)));
        if (!companions.Contains(TokenizerFile, StringComparer.Ordinal))
        {
            files.Write(TokenizerFile, path => TokenizerJson.Save(vocabulary, path));
        }

        if (template is not null)
        {
            files.Write(TemplateChoice.Config, path => File.WriteAllText(path, TemplateChoice.Stating(template, like)));
        }

        var weights = parameters.Named.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);
        var size = SafeTensorsFile.ElementSize(type);
        var shards = Shards(config.Family.Layout(config), tensor => tensor.Parts.Sum(part => weights[part].numel()) * size, shardBytes);
        var map = new JsonObject();
        for (var i = 0; i < shards.Count; i++)
        {
            var name = shards.Count == 1 ? Weights : $"model-{i + 1:D5}-of-{shards.Count:D5}.safetensors";
            var tensors = shards[i].ToDictionary(tensor => tensor.Name, tensor => Stored(folder, tensor, weights, type), StringComparer.Ordinal);
            files.Write(name, path => SafeTensorsFile.Save(path, tensors));
            shards[i].ForEach(tensor => map[tensor.Name] = name);
        }

        if (shards.Count > 1)
        {
            var index = new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = weights.Values.Sum(value => value.numel()) * size }, ["weight_map"] = map };
            files.Write(WeightFiles.Index, path => File.WriteAllText(path, index.ToJsonString(new JsonSerializerOptions { WriteIndented = true })));
        }

        files.Complete(shards.Count > 1 ? Weights : WeightFiles.Index);
    }

    /// <summary>Writes what is trained under our own names: every weight, or the adapters.</summary>
    public static void SaveFile(string path, DecoderParameters parameters, string type)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        SaveTensors(path, parameters.Trainable, type);
    }

    internal static void SaveTensors(string path, IReadOnlyList<(string Name, torch.Tensor Value)> tensors, string type) => SafeTensorsFile.Save(path, tensors.ToDictionary(
        entry => entry.Name,
        entry => TensorValues.FromFloats(MemoryMarshal.Cast<byte, float>(entry.Value.bytes), entry.Value.shape, type),
        StringComparer.Ordinal));

    private static SafeTensor Stored(string folder, StoredTensor tensor, Dictionary<string, torch.Tensor> weights, string type)
    {
        var parts = tensor.Parts.Select(part => weights[part]).ToList();
        var data = parts.ConvertAll(part => TensorValues.FromFloats(MemoryMarshal.Cast<byte, float>(part.bytes), part.shape, type));
        var unusable = data.Any(part => TensorValues.FindUnusable(TensorValues.ToFloats(folder, tensor.Name, part)) is not null);
        return unusable
            ? throw new ModelFileException(folder, $"tensor '{tensor.Name}' would hold an infinite value or none at all as {type}; nothing was written")
            : new SafeTensor(type, [parts.Sum(part => part.shape[0]), .. parts[0].shape[1..]], Joined(data.ConvertAll(part => part.Data)));
    }

    private static byte[] Joined(List<byte[]> parts)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        var all = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all, at);
            at += part.Length;
        }

        return all;
    }

    private static List<List<StoredTensor>> Shards(IEnumerable<StoredTensor> layout, Func<StoredTensor, long> bytes, long most)
    {
        var shards = new List<List<StoredTensor>> { new() };
        var filled = 0L;
        foreach (var tensor in layout)
        {
            if (filled > 0 && filled + bytes(tensor) > most)
            {
                shards.Add([]);
                filled = 0;
            }

            shards[^1].Add(tensor);
            filled += bytes(tensor);
        }

        return shards;
    }
}
