using System.Diagnostics;
using System.Text.Json.Nodes;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Gguf;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Models;
using LongWriter.Training.Tests.Align;
using LongWriter.Training.Tests.Models;

namespace LongWriter.Training.Tests.Commands;

/// <summary>The program as a user starts it: the executable in the output folder.</summary>
public sealed class CommandLineTests
{
    private const int Usage = 2;
    private const int Model = 3;

    [Theory]
    [InlineData("trane")]
    [InlineData("dpo", "--base", "a", "--data", "b", "--out", "c", "--steps", "1", "--loss", "ppo")]
    [InlineData("sft", "--base", "a", "--data", "b", "--out", "c", "--steps", "1", "--loss", "mean")]
    [InlineData("sft", "--base", "somewhere")]
    [InlineData("pretrain", "--lr", "fast")]
    [InlineData("export", "--base", "a", "--out", "b", "--type", "q3")]
    public async Task What_cannot_be_parsed_is_a_usage_error(params string[] arguments)
    {
        var (code, error) = await Run(arguments);
        Assert.Equal(Usage, code);
        Assert.StartsWith("error: ", error[0], StringComparison.Ordinal);
        Assert.Equal("See longwriter-train --help.", error[^1]);
    }

    [Theory]
    [InlineData("--steps", "0")]
    [InlineData("--pack", "0")]
    [InlineData("--batch", "-1")]
    [InlineData("--replicas", "0")]
    [InlineData("--checkpoint-every", "0")]
    [InlineData("--lora", "0")]
    public async Task A_number_that_cannot_work_is_a_usage_error_before_anything_is_read(string option, string value)
    {
        string[] steps = option == "--steps" ? [] : ["--steps", "1"];
        var (code, error) = await Run(["sft", "--base", "/nowhere", "--data", "/nowhere", "--out", "/nowhere", .. steps, option, value]);
        Assert.Equal(Usage, code);
        Assert.Equal($"error: {option} must be 1 or more", error[0]);
    }

    [Theory]
    [InlineData("--beta", "0", "error: --beta must be above 0")]
    [InlineData("--sft-weight", "-1", "error: --sft-weight must be 0 or more")]
    public async Task A_preference_weight_that_cannot_work_is_refused_before_anything_is_read(string option, string value, string told)
    {
        var (code, error) = await Run("dpo", "--base", "/nowhere", "--data", "/nowhere", "--out", "/nowhere", "--steps", "1", option, value);
        Assert.Equal((Usage, told), (code, Assert.Single(error)));
    }

    [Theory]
    [InlineData("--loss", "sequence")]
    [InlineData("--engine", "megatron")]
    [InlineData("--template", "alpaca")]
    [InlineData("--batch", "12")]
    [InlineData("--trainer", "axolotl")]
    public async Task A_handoff_that_no_engine_could_take_is_a_usage_error(string option, string value)
    {
        (string Name, string Value)[] needed = [("--engine", "deepspeed"), ("--base", "a/b"), ("--data", "/nowhere"), ("--out", "/nowhere"), ("--template", "inst")];
        var (code, error) = await Run(["handoff", .. needed.Where(pair => pair.Name != option).SelectMany(pair => (string[])[pair.Name, pair.Value]), option, value]);
        Assert.Equal(Usage, code);
        Assert.StartsWith("error: ", error[0], StringComparison.Ordinal);
        Assert.Contains(value, error[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task LLaMA_Factory_on_FSDP_is_refused_with_the_way_out()
    {
        var (code, error) = await Run("handoff", "--engine", "fsdp", "--trainer", "llama-factory", "--base", "a/b", "--data", "/nowhere", "--out", "/nowhere", "--template", "inst");
        Assert.Equal(Usage, code);
        Assert.StartsWith("error: --trainer llama-factory goes with --engine deepspeed", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_slots_than_the_vocabulary_has_room_for_are_refused_in_one_line()
    {
        var (code, error) = await Run("tokenizer", "--data", "/nowhere", "--out", "/nowhere", "--size", "600", "--slots", "89");
        Assert.Equal(Usage, code);
        Assert.Equal("error: --slots 89 leaves fewer than 512 of --size 600 tokens for text; ask for fewer slots or more tokens", error[0]);
    }

    [Fact]
    public async Task A_vocabulary_that_is_too_small_is_a_usage_error()
    {
        var (code, error) = await Run("tokenizer", "--data", "/nowhere", "--out", "/nowhere", "--size", "511");
        Assert.Equal(Usage, code);
        Assert.Equal("error: --size must be 512 or more", error[0]);
    }

    [Fact]
    public async Task A_GPU_that_is_not_there_is_told_before_anything_is_read()
    {
        if (TorchSharp.torch.cuda.is_available())
        {
            Assert.Skip("there is a GPU here");
        }

        var (code, error) = await Run("sft", "--base", "/nowhere", "--data", "/nowhere", "--out", "/nowhere/out", "--steps", "1", "--device", "cuda");
        Assert.Equal(Model, code);
        Assert.StartsWith("error: --device cuda", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_data_file_is_a_usage_error_in_one_line()
    {
        using var folder = new TestFolder();
        var (code, error) = await Run("tokenizer", "--data", folder.At("none.jsonl"), "--out", folder.At("tokenizer.json"));
        Assert.Equal(Usage, code);
        Assert.Contains("none.jsonl", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_data_file_is_told_in_one_line_with_its_number()
    {
        using var folder = new TestFolder();
        var data = folder.Lines("data.jsonl", """{"text": "fine"}""", "broken");
        var (code, error) = await Run("tokenizer", "--data", data, "--out", folder.At("tokenizer.json"));
        Assert.Equal(Model, code);
        Assert.Contains("line 2", Assert.Single(error), StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("tokenizer.json")));
    }

    [Fact]
    public async Task A_missing_model_is_told_in_one_line()
    {
        using var folder = new TestFolder();
        var (code, error) = await Run("export", "--base", folder.At("none"), "--out", folder.At("m.gguf"));
        Assert.Equal(Model, code);
        Assert.Contains("config.json", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_model_in_a_template_that_is_not_known_is_told_in_one_line_that_names_the_option()
    {
        using var folder = new TestFolder();
        ModelFolder.Save(folder.At("base"), Tiny.Config(context: 64), Tiny.Lively(Tiny.Config(context: 64), 1), Tiny.Vocabulary);
        File.WriteAllText(folder.At("base", "tokenizer_config.json"), """{"chat_template": "{{ message.content }}"}""");
        folder.Lines("data.jsonl", Tiny.Chat("a", " ba"));
        var (code, error) = await Run("sft", "--base", folder.At("base"), "--data", folder.At("data.jsonl"), "--out", folder.At("out"), "--steps", "1", "--pack", "40");
        Assert.Equal(Model, code);
        Assert.Contains("--template", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_no_pack_holds_is_told_in_one_line()
    {
        using var folder = new TestFolder();
        Prepare(folder, words: 30);
        var (code, error) = await Run(Pretrain(folder, "out", "--pack", "8"));
        Assert.Equal(Model, code);
        Assert.StartsWith("error: ", error[^1], StringComparison.Ordinal);
        Assert.Contains("--pack", error[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(error, line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pack_longer_than_the_model_s_context_is_a_usage_error()
    {
        using var folder = new TestFolder();
        Prepare(folder, words: 30);
        var (code, error) = await Run(Pretrain(folder, "out", "--pack", "65"));
        Assert.Equal(Usage, code);
        Assert.Contains("context of 64", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_and_resumed_run_writes_the_file_of_a_straight_one_and_it_exports()
    {
        using var folder = new TestFolder();
        Prepare(folder, words: 30);
        string[] held = ["--held-out", folder.At("data.jsonl"), "--held-out-every", "2"];
        Assert.Equal(0, (await Run(Pretrain(folder, "unmeasured"))).Code);
        Assert.Equal(0, (await Run(Pretrain(folder, "straight", held))).Code);
        var (stopped, message) = await Run(Pretrain(folder, "halved", [.. held, "--stop-after", "2"]));
        Assert.Equal(0, stopped);
        Assert.Contains("--resume", message[^1], StringComparison.Ordinal);
        Assert.Equal(0, (await Run(Pretrain(folder, "halved", [.. held, "--resume"]))).Code);
        Assert.Equal(File.ReadAllBytes(folder.At("unmeasured", ModelFolder.Weights)), File.ReadAllBytes(folder.At("straight", ModelFolder.Weights)));
        Assert.Equal([0, 2, 4], File.ReadLines(folder.At("straight", "held-out.jsonl")).Select(line => (int)JsonNode.Parse(line)!["step"]!));
        Assert.Equal(File.ReadAllBytes(folder.At("straight", "held-out.jsonl")), File.ReadAllBytes(folder.At("halved", "held-out.jsonl")));
        Assert.True(File.Exists(folder.At("halved", "plots", "loss.png")));
        Assert.Equal(File.ReadAllBytes(folder.At("straight", ModelFolder.Weights)), File.ReadAllBytes(folder.At("halved", ModelFolder.Weights)));
        Assert.Equal(Losses("straight"), Losses("halved"));
        Assert.Equal(4, Losses("halved").Count);

        Assert.Equal(0, (await Run("export", "--base", folder.At("halved"), "--out", folder.At("m.gguf"), "--name", "tiny")).Code);
        using var file = GgufFile.Open(folder.At("m.gguf"));
        Assert.Equal("tiny", file.Metadata.GetString("general.name"));

        List<(int, double)> Losses(string run) => [.. File.ReadLines(folder.At(run, "train.jsonl")).Select(line => JsonNode.Parse(line)!).Select(line => ((int)line["step"]!, (double)line["loss"]!))];
    }

    [Fact]
    public async Task A_stopped_and_resumed_preference_run_has_the_bits_of_a_straight_one()
    {
        using var folder = new TestFolder();
        ModelFolder.Save(folder.At("base"), Tiny.Config(context: 256), Tiny.Lively(Tiny.Config(context: 256), 1), Tiny.Vocabulary);
        var data = Pairs.File(folder, "pairs.jsonl", 12);
        Assert.Equal(0, (await Dpo("straight")).Code);
        Assert.Equal(0, (await Dpo("halved", "--stop-after", "2")).Code);
        Assert.Equal(0, (await Dpo("halved", "--resume", "--held-out", data)).Code);
        Assert.Equal(File.ReadAllBytes(folder.At("straight", ModelFolder.Weights)), File.ReadAllBytes(folder.At("halved", ModelFolder.Weights)));
        var lines = File.ReadLines(folder.At("halved", "train.jsonl")).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal([1, 2, 3, 4], lines.Select(line => (int)line["step"]!));
        Assert.Equal(Math.Log(2) + (0.5 * (double)lines[0]["chosen_loss"]!), (double)lines[0]["loss"]!, 3);
        Assert.All(lines, line => Assert.True((int)line["pairs"]! > 0 && (double)line["chosen_tokens"]! == 7 && (double)line["rejected_tokens"]! == 6));
        Assert.True((double)lines[3]["margin"]! > (double)lines[0]["margin"]!);
        Assert.Equal(13, File.ReadAllLines(folder.At("halved", "reference.jsonl")).Length);
        Assert.Equal(12, (int)JsonNode.Parse(File.ReadAllText(folder.At("halved", "held-out.json")))!["pairs"]!);
        Assert.Equal([3, 4], File.ReadLines(folder.At("halved", "held-out.jsonl")).Select(line => (int)JsonNode.Parse(line)!["step"]!));
        Assert.True(File.Exists(folder.At("halved", "plots", "margin.png")));

        Task<(int Code, string[] Error)> Dpo(string output, params string[] more) =>
            Run(["dpo", "--base", folder.At("base"), "--data", data, "--out", folder.At(output), "--steps", "4", "--pack", "128", "--replicas", "1", "--lr", "1e-3", "--sft-weight", "0.5", .. more]);
    }

    [Fact]
    public async Task Curves_of_texts_are_written_for_three_orders()
    {
        using var folder = new TestFolder();
        ModelFolder.Save(folder.At("base"), Tiny.Config(context: 64), Tiny.Lively(Tiny.Config(context: 64), 1), Tiny.Vocabulary);
        var random = new Random(2);
        var data = folder.Lines("texts.jsonl", Enumerable.Range(0, 3).Select(_ => new JsonObject { ["text"] = string.Join("\n\n", Enumerable.Range(0, 5).Select(_ => Tiny.Text(random, 10))) }.ToJsonString()));
        var (code, error) = await Run("nll", "--model", folder.At("base"), "--data", data, "--out", folder.At("nll.jsonl"), "--every", "16", "--name", "tiny", "--threads", "1");
        Assert.True(code == 0, string.Join('\n', error));
        var points = File.ReadLines(folder.At("nll.jsonl")).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["tiny", "tiny, repeated", "tiny, shuffled"], points.Select(point => (string)point["name"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal([16, 32, 48], points.Where(point => (string)point["name"]! == "tiny").Select(point => (int)point["tokens"]!).Take(3));
        Assert.All(points, point => Assert.InRange((double)point["nll"]!, 0.1, 30));

        var (tooShort, message) = await Run("nll", "--model", folder.At("base"), "--data", data, "--out", folder.At("none.jsonl"), "--every", "65");
        Assert.Equal(Usage, tooShort);
        Assert.Contains("--every", message[^1], StringComparison.Ordinal); // after progress, where the machine is slow
        Assert.False(File.Exists(folder.At("none.jsonl")));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task An_interrupted_run_leaves_a_checkpoint_of_its_last_step_and_goes_on(string signal)
    {
        Assert.SkipWhen(signal == "INT" && IgnoresInterrupts(), "a shell's background job: its processes never see SIGINT");
        using var folder = new TestFolder();
        Prepare(folder, words: 30);
        string[] arguments = [.. Pretrain(folder, "out").Select(argument => argument == "4" ? "100000" : argument)];
        var cancelled = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(TrainProgram.File, arguments) { RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        Assert.Contains("from step 0", await process.StandardError.ReadLineAsync(cancelled), StringComparison.Ordinal);
        using (var interrupt = Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await interrupt.WaitForExitAsync(cancelled);
        }

        var told = await process.StandardError.ReadToEndAsync(cancelled);
        await process.WaitForExitAsync(cancelled);
        Assert.Equal(130, process.ExitCode);
        var steps = File.ReadAllLines(folder.At("out", "train.jsonl")).Length;
        Assert.Contains($"interrupted after step {steps} of 100000; go on with --resume", told, StringComparison.Ordinal);
        var (code, error) = await Run([.. arguments, "--resume", "--stop-after", "1"]);
        Assert.Equal(0, code);
        Assert.Contains($"from step {steps}", error[0], StringComparison.Ordinal);
    }

    private static bool IgnoresInterrupts()
    {
        const string Mask = "SigIgn:";
        var line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Mask, StringComparison.Ordinal)) : null;
        return line is not null && (ulong.Parse(line[Mask.Length..].Trim(), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture) & 2) != 0;
    }

    [Fact]
    public async Task Adapters_are_trained_resumed_and_merged()
    {
        using var folder = new TestFolder();
        var config = Tiny.Config();
        ModelFolder.Save(folder.At("base"), config, Tiny.Lively(config, 1), Tiny.Vocabulary);
        var random = new Random(1);
        folder.Lines("data.jsonl", Enumerable.Range(0, 6).Select(_ => Tiny.Prose(random, 30)));
        Assert.Equal(0, (await Sft("straight")).Code);
        Assert.Equal(0, (await Sft("halved", "--stop-after", "1")).Code);
        Assert.Equal(0, (await Sft("halved", "--resume")).Code);
        Assert.Equal(File.ReadAllBytes(folder.At("straight", LoraFolder.Weights)), File.ReadAllBytes(folder.At("halved", LoraFolder.Weights)));
        Assert.False(File.Exists(folder.At("halved", ModelFolder.Weights)));
        Assert.Equal(0, (await Run("merge", "--base", folder.At("base"), "--adapter", folder.At("halved"), "--out", folder.At("merged"))).Code);
        Assert.True(File.Exists(folder.At("merged", "tokenizer_config.json")));
        var (before, after) = (ModelFolder.Load(folder.At("base")).Parameters, ModelFolder.Load(folder.At("merged")).Parameters);
        Assert.Equal(Tiny.Floats(before.Embedding), Tiny.Floats(after.Embedding));
        Assert.NotEqual(Tiny.Floats(before.Layers[1].Down), Tiny.Floats(after.Layers[1].Down));

        Task<(int Code, string[] Error)> Sft(string output, params string[] more) =>
            Run(["sft", "--base", folder.At("base"), "--data", folder.At("data.jsonl"), "--out", folder.At(output), "--steps", "2", "--pack", "40", "--replicas", "1", "--lr", "1e-2", "--lora", "2", .. more]);
    }

    [Fact]
    public async Task A_sharded_checkpoint_of_another_family_is_tuned_and_exported()
    {
        using var folder = new TestFolder();
        var config = Families.Config("qwen3");
        ModelFolder.Save(folder.At("base"), config, Tiny.Lively(config, 1), Tiny.Vocabulary, shardBytes: 20_000);
        File.WriteAllText(folder.At("base", "tokenizer_config.json"), """{"model_max_length": 64}""");
        var random = new Random(1);
        folder.Lines("data.jsonl", Enumerable.Range(0, 6).Select(_ => Tiny.Prose(random, 30)));
        Assert.Equal(0, (await Run("sft", "--base", folder.At("base"), "--data", folder.At("data.jsonl"), "--out", folder.At("tuned"), "--steps", "1", "--pack", "40", "--replicas", "1", "--lr", "1e-3")).Code);
        Assert.Equal(config.ToJson(), ModelFolder.Load(folder.At("tuned")).Config.ToJson());
        Assert.Equal(0, (await Run("export", "--base", folder.At("tuned"), "--out", folder.At("m.gguf"), "--type", "f32")).Code);
        using var file = GgufFile.Open(folder.At("m.gguf"));
        Assert.Equal("qwen3", file.Metadata.GetString("general.architecture"));

        // The template that was trained with, beside the base's own entries.
        var stated = JsonNode.Parse(File.ReadAllText(folder.At("tuned", "tokenizer_config.json")))!;
        Assert.Equal(64, (int)stated["model_max_length"]!);
        Assert.Equal(ChatTemplate.Llama3Jinja, (string?)stated["chat_template"]);
        Assert.Empty(Directory.GetFiles(folder.Root, "*.part"));
    }

    private static void Prepare(TestFolder folder, int words)
    {
        var random = new Random(1);
        folder.Lines("data.jsonl", Enumerable.Range(0, 6).Select(_ => Tiny.Prose(random, words)));
        Tiny.Config().Save(folder.At("model.json"));
        TokenizerJson.Save(Tiny.Vocabulary, folder.At("tokenizer.json"));
    }

    private static string[] Pretrain(TestFolder folder, string output, params string[] more)
    {
        string[] pack = more.Contains("--pack", StringComparer.Ordinal) ? [] : ["--pack", "40"];
        return ["pretrain", "--config", folder.At("model.json"), "--tokenizer", folder.At("tokenizer.json"), "--data", folder.At("data.jsonl"), "--out", folder.At(output), "--steps", "4", "--replicas", "1", "--lr", "1e-3", .. pack, .. more];
    }

    private static Task<(int Code, string[] Error)> Run(params string[] arguments) => TrainProgram.RunAsync(arguments);
}
