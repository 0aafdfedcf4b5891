using System.Runtime.InteropServices;
using System.Text.Json;
using LongWriter.Formats.SafeTensors;
using LongWriter.Training.Data;
using LongWriter.Training.Models;
using TorchSharp;

namespace LongWriter.TrainBench;

/// <summary>A model of Llama's form and the packs of a few steps, in a folder that another program can read too.</summary>
/// <param name="Steps">Of each step its packs; steps beyond the last begin again.</param>
internal sealed record Workload(DecoderConfig Config, DecoderParameters Parameters, IReadOnlyList<IReadOnlyList<Pack>> Steps)
{
    private const int Made = 4;
    private const string Batches = "batches.json";

    public static void Make(string folder, int millions, int packs, int length, (int Least, int Most) documents)
    {
        Directory.CreateDirectory(folder);
        var config = Shape(millions);
        config.Save(Path.Combine(folder, ModelFolder.Config));
        using var scope = torch.NewDisposeScope();
        var parameters = DecoderParameters.Initialise(config, seed: 1);
        SafeTensorsFile.Save(Path.Combine(folder, ModelFolder.Weights), parameters.Named.ToDictionary(
            entry => entry.Name,
            entry => new SafeTensor("F32", entry.Value.shape, entry.Value.bytes.ToArray()),
            StringComparer.Ordinal));
        var random = new Random(1);
        var steps = Enumerable.Range(0, Made).Select(_ => Enumerable.Range(0, packs).Select(_ => FilledPack(config, random, length, documents)).ToArray()).ToArray();
        File.WriteAllText(Path.Combine(folder, Batches), JsonSerializer.Serialize(steps));
    }

    public static Workload Load(string folder)
    {
        var config = DecoderConfig.Load(Path.Combine(folder, ModelFolder.Config));
        var tensors = SafeTensorsFile.Load(Path.Combine(folder, ModelFolder.Weights));
        var parameters = DecoderParameters.FromArrays(config, (name, _) => MemoryMarshal.Cast<byte, float>(tensors[name].Data).ToArray());
        return new Workload(config, parameters, JsonSerializer.Deserialize<Pack[][]>(File.ReadAllText(Path.Combine(folder, Batches)))!);
    }

    /// <summary>Random tokens of which every one is a target: what they say makes no difference to the time.</summary>
    public static Pack RandomPack(DecoderConfig config, Random random, params long[] documents)
    {
        int[] ids = [.. Enumerable.Range(0, (int)documents.Sum() + 1).Select(_ => random.Next(config.VocabSize))];
        var weights = new float[ids.Length - 1];
        Array.Fill(weights, 1);
        return new Pack(ids[..^1], ids[1..], weights, documents);
    }

    private static Pack FilledPack(DecoderConfig config, Random random, int length, (int Least, int Most) documents)
    {
        var lengths = new List<long>();
        for (var left = (long)length; left > 0; left -= lengths[^1])
        {
            lengths.Add(Math.Min(left, random.Next(documents.Least, documents.Most + 1)));
        }

        return RandomPack(config, random, [.. lengths]);
    }

    /// <summary>Shapes with a vocabulary of 8,192 that embedding and head share: 1.08, 4.72, 15.74 and 49.49 M weights.</summary>
    private static DecoderConfig Shape(int millions)
    {
        var (hidden, inner, layers, heads, keyHeads) = millions switch
        {
            1 => (96, 256, 3, 3, 1),
            5 => (192, 512, 8, 6, 2),
            15 => (384, 1024, 8, 6, 2),
            50 => (640, 1792, 10, 10, 2),
            _ => throw new ArgumentException($"there is no shape of {millions} M weights; there are 1, 5, 15 and 50", nameof(millions)),
        };
        return new DecoderConfig
        {
            VocabSize = 8192,
            HiddenSize = hidden,
            IntermediateSize = inner,
            Layers = layers,
            Heads = heads,
            KeyValueHeads = keyHeads,
            ContextLength = 32_768,
            TiedEmbeddings = true,
            DataType = "float32",
        };
    }
}
