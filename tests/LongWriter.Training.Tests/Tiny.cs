using System.Runtime.InteropServices;
using System.Text.Json;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;
using LongWriter.Training.Tokenizers;
using TorchSharp;

namespace LongWriter.Training.Tests;

/// <summary>A model, a vocabulary and data small enough for milliseconds.</summary>
internal static class Tiny
{
    public const int VocabularySize = 300;
    private const string Consonants = "bdfgklmn";
    private const string Vowels = "aeiou";

    /// <summary>The forty words that are tokens of <see cref="Vocabulary"/>, a space in front of each.</summary>
    public static readonly IReadOnlyList<string> Words = [.. Consonants.SelectMany(c => Vowels.Select(v => $" {c}{v}"))];

    /// <summary>256 bytes, forty words, the four special tokens: 300.</summary>
    public static readonly Vocabulary Vocabulary = MakeVocabulary();

    public static readonly Tokenizer Tokenizer = new(Vocabulary);

    public static LlamaConfig Config(int keyValueHeads = 2, bool tied = true, int context = 64) => new()
    {
        VocabSize = VocabularySize,
        HiddenSize = 32,
        IntermediateSize = 64,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = keyValueHeads,
        ContextLength = context,
        TiedEmbeddings = tied,
    };

    /// <summary>
    /// Weights large enough that attention, position and every norm change the loss visibly; the usual start (deviation 0.02)
    /// would let a wrong mask hide behind uniform attention.
    /// </summary>
    public static LlamaParameters Lively(LlamaConfig config, int seed)
    {
        var random = new Random(seed);
        return LlamaParameters.FromArrays(config, (name, shape) =>
        {
            var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
            var deviation = shape.Length == 1 ? 0.2 : name.Contains("embed", StringComparison.Ordinal) || name.Contains("lm_head", StringComparison.Ordinal) ? 0.3 : 1.2 / Math.Sqrt(shape[1]);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)((shape.Length == 1 ? 1 : 0) + (deviation * Normal(random)));
            }

            return values;
        });
    }

    public static float[] Floats(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes).ToArray();

    /// <summary>Every weight as raw bytes, for bit-for-bit comparisons.</summary>
    public static byte[] Bits(LlamaParameters parameters) => [.. parameters.Named.SelectMany(entry => entry.Value.bytes.ToArray())];

    /// <summary>A pack of documents with random tokens, targets and a random third of the places without weight.</summary>
    public static Pack RandomPack(Random random, params int[] lengths)
    {
        var count = lengths.Sum();
        int[] Ids() => [.. Enumerable.Range(0, count).Select(_ => random.Next(VocabularySize))];
        return new Pack(Ids(), Ids(), [.. Enumerable.Range(0, count).Select(i => i == 0 || random.Next(3) > 0 ? 1f : 0f)], [.. lengths.Select(length => (long)length)]);
    }

    /// <summary>The documents of a pack as packs of their own.</summary>
    public static List<Pack> Unpack(Pack pack)
    {
        var parts = new List<Pack>();
        var from = 0;
        foreach (var length in pack.Documents)
        {
            var to = from + (int)length;
            parts.Add(new Pack(pack.Ids[from..to], pack.Targets[from..to], pack.Weights[from..to], [length]));
            from = to;
        }

        return parts;
    }

    public static Pack Join(IReadOnlyList<Pack> packs) => new(
        [.. packs.SelectMany(pack => pack.Ids)],
        [.. packs.SelectMany(pack => pack.Targets)],
        [.. packs.SelectMany(pack => pack.Weights)],
        [.. packs.SelectMany(pack => pack.Documents)]);

    /// <summary>Loss and gradients accumulated over packs, on leaves of their own.</summary>
    public static (double Loss, Dictionary<string, float[]> Gradients) Gradients(LlamaConfig config, LlamaParameters parameters, double scale, IEnumerable<Pack> packs, bool bf16 = false, bool recompute = false)
    {
        torch.set_num_threads(1);
        var leaves = parameters.Share(config);
        var model = new LlamaModel(config, leaves, bf16, recompute);
        var loss = packs.Sum(pack => Weighted(pack, model.Accumulate(pack, Array.ConvertAll(pack.Weights, weight => weight * scale))));
        return (loss, leaves.Named.ToDictionary(entry => entry.Name, entry => Floats(entry.Value.grad!), StringComparer.Ordinal));
    }

    /// <summary>Gradients in fp64 after <paramref name="accumulate"/>, and what it returned.</summary>
    public static (double Loss, Dictionary<string, double[]> Gradients) Exact(LlamaConfig config, LlamaParameters parameters, Func<LlamaModel, double> accumulate)
    {
        torch.set_num_threads(1);
        var leaves = parameters.As(config, torch.ScalarType.Float64);
        var loss = accumulate(new LlamaModel(config, leaves, bf16: false));
        return (loss, leaves.Named.ToDictionary(entry => entry.Name, entry => MemoryMarshal.Cast<byte, double>(entry.Value.grad!.bytes).ToArray(), StringComparer.Ordinal));
    }

    /// <summary>Σ weight·CE</summary>
    public static double Evaluate(LlamaModel model, Pack pack) => Weighted(pack, model.Losses(pack));

    private static double Weighted(Pack pack, double[] losses) => pack.Weights.Zip(losses, (weight, loss) => weight * loss).Sum();

    /// <summary>A text of so many words, each one token.</summary>
    public static string Text(Random random, int words) => string.Concat(Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Count)]));

    /// <summary>A prose row; the sample takes one place more than it has words.</summary>
    public static string Prose(Random random, int words) => JsonSerializer.Serialize(new { text = Text(random, words) });

    /// <summary>A chat row of one question and one answer.</summary>
    public static string Chat(string question, string answer) =>
        JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = question }, new { role = "assistant", content = answer } } });

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static Vocabulary MakeVocabulary()
    {
        string[] tokens =
        [
            .. Enumerable.Range(0, 256).Select(b => ByteAlphabet.ToChar((byte)b).ToString()),
            .. Words.Select(word => ByteAlphabet.FromText(word)),
            .. WholeWordTrainer.SpecialTokens,
        ];
        var first = tokens.Length - WholeWordTrainer.SpecialTokens.Count;
        return new Vocabulary(tokens, [], Enumerable.Range(first, tokens.Length - first).ToHashSet(), PreTokenizer.Llama3, IgnoreMerges: true, first, tokens.Length - 1);
    }
}
