using System.Runtime.InteropServices;
using LongWriter.Formats;
using LongWriter.Formats.SafeTensors;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Training.Models.Llama;

/// <summary>A Hugging Face model folder: config.json, model.safetensors, tokenizer.json.</summary>
public static class LlamaCheckpoint
{
    public const string Weights = "model.safetensors";
    public const string Config = "config.json";
    public const string TokenizerFile = "tokenizer.json";

    /// <exception cref="ModelFileException">A file is missing or does not fit the configuration.</exception>
    public static (LlamaConfig Config, LlamaParameters Parameters, Tokenizer Tokenizer) Load(string folder)
    {
        var config = LlamaConfig.Load(Path.Combine(folder, Config));
        var tokenizer = new Tokenizer(TokenizerJson.Load(Path.Combine(folder, TokenizerFile)));
        if (tokenizer.Count > config.VocabSize)
        {
            throw new ModelFileException(folder, $"the tokenizer has {tokenizer.Count} tokens, the model {config.VocabSize}");
        }

        var path = Path.Combine(folder, Weights);
        return (config, LoadWeights(config, path), tokenizer);
    }

    public static LlamaParameters LoadWeights(LlamaConfig config, string path) => LlamaParameters.FromArrays(config, Reader(path));

    /// <summary>Reads tensors of a file by name and checks their shapes.</summary>
    internal static Func<string, long[], float[]> Reader(string path)
    {
        var tensors = SafeTensorsFile.Load(path);
        return (name, shape) =>
        {
            if (!tensors.TryGetValue(name, out var tensor))
            {
                throw new ModelFileException(path, $"lacks the tensor '{name}'");
            }

            return tensor.Shape.SequenceEqual(shape)
                ? ToFloats(path, name, tensor)
                : throw new ModelFileException(path, $"tensor '{name}' is [{string.Join(", ", tensor.Shape)}] where the configuration asks for [{string.Join(", ", shape)}]");
        };
    }

    /// <summary>Writes the folder; weights as BF16, or F32 where the run goes on from them.</summary>
    public static void Save(string folder, LlamaConfig config, LlamaParameters parameters, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(config);
        Directory.CreateDirectory(folder);
        config.Save(Path.Combine(folder, Config));
        TokenizerJson.Save(vocabulary, Path.Combine(folder, TokenizerFile));
        SaveWeights(Path.Combine(folder, Weights), parameters, "BF16");
    }

    /// <summary>Writes what is trained: every weight, or the adapters.</summary>
    public static void SaveWeights(string path, LlamaParameters parameters, string type)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        SaveTensors(path, parameters.Trainable, type);
    }

    internal static void SaveTensors(string path, IReadOnlyList<(string Name, TorchSharp.torch.Tensor Value)> tensors, string type) => SafeTensorsFile.Save(path, tensors.ToDictionary(
        entry => entry.Name,
        entry => FromFloats(MemoryMarshal.Cast<byte, float>(entry.Value.bytes), entry.Value.shape, type),
        StringComparer.Ordinal));

    public static SafeTensor FromFloats(ReadOnlySpan<float> values, long[] shape, string type)
    {
        if (type != "BF16")
        {
            return new SafeTensor("F32", shape, MemoryMarshal.AsBytes(values).ToArray());
        }

        var bits = new ushort[values.Length];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = BFloat16Bits.FromSingle(values[i]);
        }

        return new SafeTensor("BF16", shape, MemoryMarshal.AsBytes<ushort>(bits).ToArray());
    }

    public static float[] ToFloats(string path, string name, SafeTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.Type switch
        {
            "F32" => MemoryMarshal.Cast<byte, float>(tensor.Data).ToArray(),
            "BF16" => [.. MemoryMarshal.Cast<byte, ushort>(tensor.Data).ToArray().Select(BFloat16Bits.ToSingle)],
            "F16" => [.. MemoryMarshal.Cast<byte, Half>(tensor.Data).ToArray().Select(half => (float)half)],
            _ => throw new ModelFileException(path, $"tensor '{name}' is {tensor.Type}; F32, BF16 and F16 are supported"),
        };
    }
}
