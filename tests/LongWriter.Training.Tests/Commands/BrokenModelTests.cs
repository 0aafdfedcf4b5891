using LongWriter.Formats.SafeTensors;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Models;
using LongWriter.Training.Tests.Align;

namespace LongWriter.Training.Tests.Commands;

/// <summary>Every verb that reads a model, given one that is broken: one line, and nothing of what was at its --out is touched.</summary>
public sealed class BrokenModelTests
{
    private const int Model = 3;
    private static readonly DecoderConfig s_config = Tiny.Config(context: 64);
    private const string Tensor = "model.layers.1.mlp.up_proj.weight";
    private static readonly bool s_long = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long";
    private static readonly string[] s_verbs = ["sft", "dpo", "dpo --ref", "merge", "nll", "export"];
    private static readonly string[] s_faults = ["cut", "shape", "vocabulary", "nan"];

    /// <summary>All faults of one verb and one of every other; all pairs in the long run.</summary>
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (i, verb) in s_verbs.Index())
            {
                foreach (var (j, fault) in s_faults.Index())
                {
                    if (s_long || i == 0 || j == i % s_faults.Length)
                    {
                        data.Add(verb, fault);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_broken_model_is_told_in_one_line_and_nothing_is_overwritten(string verb, string fault)
    {
        using var folder = new TestFolder();
        var broken = folder.At("broken");
        var told = Break(broken, fault);
        var other = folder.At("sound");
        ModelFolder.Save(other, s_config, Tiny.Lively(s_config, 2), Tiny.Vocabulary);
        var adapter = DecoderLora.Initialise(s_config, new LoraShape(2, 4), 1);
        LoraFolder.Save(folder.At("adapter"), adapter, broken);
        var random = new Random(1);
        var prose = folder.Lines("prose.jsonl", Enumerable.Range(0, 4).Select(_ => Tiny.Prose(random, 30)));
        var pairs = Pairs.File(folder, "pairs.jsonl", 4);
        var old = OldOutput(folder.At("out"));

        string[] fit = ["--out", folder.At("out"), "--steps", "1", "--pack", "60", "--replicas", "1"];
        var (code, error) = await TrainProgram.RunAsync(verb switch
        {
            "sft" => ["sft", "--base", broken, "--data", prose, .. fit],
            "dpo" => ["dpo", "--base", broken, "--data", pairs, .. fit],
            "dpo --ref" => ["dpo", "--base", other, "--ref", broken, "--data", pairs, .. fit],
            "merge" => ["merge", "--base", broken, "--adapter", folder.At("adapter"), "--out", folder.At("out")],
            "nll" => ["nll", "--model", broken, "--data", prose, "--out", folder.At("out", "nll.jsonl"), "--every", "8"],
            _ => ["export", "--base", broken, "--out", folder.At("out", "m.gguf")],
        });

        Assert.Equal(Model, code);
        var line = Assert.Single(error);
        Assert.StartsWith($"error: {broken}", line, StringComparison.Ordinal);
        Assert.Contains(told, line, StringComparison.Ordinal);
        Assert.Equal(old, Contents(folder.At("out")));
    }

    public static TheoryData<string> AdapterFaults => s_long ? ["shape", "nan", "cut"] : ["nan"];

    [Theory]
    [MemberData(nameof(AdapterFaults))]
    public async Task A_broken_adapter_is_told_in_one_line_and_nothing_is_overwritten(string fault)
    {
        using var folder = new TestFolder();
        ModelFolder.Save(folder.At("base"), s_config, Tiny.Lively(s_config, 2), Tiny.Vocabulary);
        LoraFolder.Save(folder.At("adapter"), DecoderLora.Initialise(s_config, new LoraShape(2, 4), 1), folder.At("base"));
        var told = Damage(folder.At("adapter", LoraFolder.Weights), "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", fault);
        var old = OldOutput(folder.At("out"));
        var (code, error) = await TrainProgram.RunAsync("merge", "--base", folder.At("base"), "--adapter", folder.At("adapter"), "--out", folder.At("out"));
        Assert.Equal(Model, code);
        var line = Assert.Single(error);
        Assert.Contains(LoraFolder.Weights, line, StringComparison.Ordinal);
        Assert.Contains(told, line, StringComparison.Ordinal);
        Assert.Equal(old, Contents(folder.At("out")));
    }

    [Fact]
    public async Task A_reference_of_another_vocabulary_is_refused_before_anything_is_written()
    {
        using var folder = new TestFolder();
        ModelFolder.Save(folder.At("base"), s_config, Tiny.Lively(s_config, 2), Tiny.Vocabulary);
        ModelFolder.Save(folder.At("ref"), s_config, Tiny.Lively(s_config, 2), Tiny.Vocabulary with { Tokens = [.. Tiny.Vocabulary.Tokens.Select(token => token == Tiny.Vocabulary.Tokens[256] ? "other" : token)] });
        var old = OldOutput(folder.At("out"));
        var (_, error) = await TrainProgram.RunAsync("dpo", "--base", folder.At("base"), "--ref", folder.At("ref"), "--data", Pairs.File(folder, "pairs.jsonl", 4), "--out", folder.At("out"), "--steps", "1", "--pack", "60");
        Assert.Contains("another vocabulary than --base", Assert.Single(error), StringComparison.Ordinal);
        Assert.Equal(old, Contents(folder.At("out")));
    }

    [Fact]
    public async Task A_broken_row_behind_good_ones_costs_nothing_of_the_run_that_was_there()
    {
        using var folder = new TestFolder();
        ModelFolder.Save(folder.At("base"), s_config, Tiny.Lively(s_config, 2), Tiny.Vocabulary);
        var data = folder.Lines("data.jsonl", Tiny.Prose(new Random(1), 30), "{\"text\": 3}");
        var old = OldOutput(folder.At("out"));
        var (code, error) = await TrainProgram.RunAsync("sft", "--base", folder.At("base"), "--data", data, "--out", folder.At("out"), "--steps", "1", "--pack", "60", "--replicas", "1");
        Assert.Equal(Model, code);
        Assert.Contains("line 2", error[^1], StringComparison.Ordinal);
        Assert.Equal(old, Contents(folder.At("out")));
    }

    /// <returns>What the line must say.</returns>
    private static string Break(string folder, string fault)
    {
        ModelFolder.Save(folder, s_config, Tiny.Lively(s_config, 1), Tiny.Vocabulary);
        if (fault == "vocabulary")
        {
            TokenizerJson.Save(Tiny.Vocabulary with { Tokens = [.. Tiny.Vocabulary.Tokens, "one-too-many"] }, Path.Combine(folder, ModelFolder.TokenizerFile));
            return "the tokenizer has 301 tokens, the model 300";
        }

        return Damage(Path.Combine(folder, ModelFolder.Weights), Tensor, fault);
    }

    private static string Damage(string path, string tensor, string fault)
    {
        if (fault == "cut")
        {
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..^64]);
            return Path.GetFileName(path);
        }

        var tensors = SafeTensorsFile.Load(path);
        var whole = tensors[tensor];
        if (fault == "shape")
        {
            tensors[tensor] = whole with { Shape = [whole.Shape[1], whole.Shape[0]] };
        }
        else
        {
            // All bits of the exponent: no number, in bf16 and in fp32.
            whole.Data.AsSpan(0, 4).Fill(0xFF);
        }

        SafeTensorsFile.Save(path, tensors);
        return $"'{tensor}'";
    }

    /// <summary>Files as a run before this one left them.</summary>
    private static SortedDictionary<string, string> OldOutput(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in (string[])[ModelFolder.Config, ModelFolder.Weights, ModelFolder.TokenizerFile, "tokenizer_config.json", "train.jsonl", "held-out.jsonl", "nll.jsonl", "m.gguf"])
        {
            File.WriteAllText(Path.Combine(folder, name), $"old {name}");
        }

        return Contents(folder);
    }

    private static SortedDictionary<string, string> Contents(string folder) =>
        new(Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "reference.jsonl").ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)), StringComparer.Ordinal), StringComparer.Ordinal);
}
