using System.Text.Json.Nodes;
using LongWriter.Formats;
using LongWriter.Formats.Chat;
using LongWriter.Training.Handoff;
using YamlDotNet.RepresentationModel;

namespace LongWriter.Training.Tests.Handoff;

public sealed class JobFolderTests
{
    private const string Pair = """{"prompt": "q", "chosen": "good", "rejected": "bad"}""";

    [Theory]
    [InlineData(true, "deepspeed.json")]
    [InlineData(false, "fsdp.json")]
    public void The_folder_is_complete(bool sft, string engine)
    {
        using var folder = Written(sft ? Jobs.Sft : Jobs.Dpo);
        string[] expected = ["README.md", "chat_template.jinja", "check.py", "data.jsonl", engine, "job.json", "launch/kubernetes.yaml", "launch/slurm.sbatch", "launch/torchrun.sh", "requirements.txt", "rows.py", "train.py"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Directory.GetFiles(folder.At("job"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder.At("job"), path)).Order(StringComparer.Ordinal));
        Assert.All(expected, name => Assert.NotEmpty(File.ReadAllText(folder.At("job", name))));
        Assert.Equal(["data.jsonl", "job"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_papers_settings_stand_under_the_names_of_TRL()
    {
        using var folder = Written(Jobs.Sft);
        var job = Json(folder, "job.json");
        Assert.Equal("sft", (string?)job["stage"]);
        Assert.Equal("<|end_of_text|>", (string?)job["end_of_turn"]);
        var arguments = job["arguments"]!.AsObject();
        Assert.Equal((1, 2), ((int)arguments["per_device_train_batch_size"]!, (int)arguments["gradient_accumulation_steps"]!));
        Assert.Equal((1e-5, 0.03, 0.1, 1.0), ((double)arguments["learning_rate"]!, (double)arguments["warmup_steps"]!, (double)arguments["weight_decay"]!, (double)arguments["max_grad_norm"]!));
        Assert.Equal((0.9, 0.95, "cosine"), ((double)arguments["adam_beta1"]!, (double)arguments["adam_beta2"]!, (string?)arguments["lr_scheduler_type"]));
        Assert.Equal((4.0, 7, 7), ((double)arguments["num_train_epochs"]!, (int)arguments["seed"]!, (int)arguments["data_seed"]!));
        Assert.Equal((32_768, true, "bfd", "chunked_nll"), ((int)arguments["max_length"]!, (bool)arguments["packing"]!, (string?)arguments["packing_strategy"], (string?)arguments["loss_type"]));
        Assert.True((bool)arguments["average_tokens_across_devices"]!);
        Assert.Equal(("deepspeed.json", "bfloat16"), ((string?)arguments["deepspeed"], (string?)arguments["model_init_kwargs"]!["dtype"]));
        Assert.False(arguments.ContainsKey("max_steps"));
    }

    [Fact]
    public void The_papers_settings_stand_under_the_names_of_LLaMA_Factory()
    {
        using var folder = Written(Jobs.LlamaFactory);
        Assert.True(File.Exists(folder.At("job", "prepare.py")));
        Assert.Contains("register_template", File.ReadAllText(folder.At("job", "train.py")), StringComparison.Ordinal);
        Assert.Contains("llamafactory==", File.ReadAllText(folder.At("job", "requirements.txt")), StringComparison.Ordinal);
        Assert.Equal("llama-factory", (string?)Json(folder, "job.json")["trainer"]);
        var arguments = Json(folder, "job.json")["arguments"]!.AsObject();
        Assert.Equal(("sft", "full", "meta-llama/Llama-3.1-8B"), ((string?)arguments["stage"], (string?)arguments["finetuning_type"], (string?)arguments["model_name_or_path"]));
        Assert.Equal((32_770, true, true), ((int)arguments["cutoff_len"]!, (bool)arguments["neat_packing"]!, (bool)arguments["average_tokens_across_devices"]!));
        Assert.Equal((1, 2, 7), ((int)arguments["per_device_train_batch_size"]!, (int)arguments["gradient_accumulation_steps"]!, (int)arguments["seed"]!));
        Assert.Equal((1e-5, 0.03, 0.1, "deepspeed.json"), ((double)arguments["learning_rate"]!, (double)arguments["warmup_steps"]!, (double)arguments["weight_decay"]!, (string?)arguments["deepspeed"]));
        Assert.DoesNotContain("loss_type", arguments.Select(argument => argument.Key));
        Assert.DoesNotContain("model_init_kwargs", arguments.Select(argument => argument.Key));
    }

    [Fact]
    public void DPO_of_LLaMA_Factory_states_beta_and_says_what_it_does_otherwise()
    {
        using var folder = Written(Jobs.LlamaFactoryDpo);
        var arguments = Json(folder, "job.json")["arguments"]!.AsObject();
        Assert.Equal(("dpo", 0.1, "sigmoid", 250), ((string?)arguments["stage"], (double)arguments["pref_beta"]!, (string?)arguments["pref_loss"], (int)arguments["max_steps"]!));
        Assert.DoesNotContain("neat_packing", arguments.Select(argument => argument.Key));
        var readme = File.ReadAllText(folder.At("job", "README.md"));
        Assert.Contains("with LLaMA-Factory on DeepSpeed ZeRO-3", readme, StringComparison.Ordinal);
        Assert.Contains("The reference is a second model", readme, StringComparison.Ordinal);
        Assert.DoesNotContain("computed once.", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void DPO_states_beta_and_its_steps_and_cuts_nothing()
    {
        using var folder = Written(Jobs.Dpo);
        var arguments = Json(folder, "job.json")["arguments"]!.AsObject();
        Assert.Equal((0.1, 5e-7, 250, 8), ((double)arguments["beta"]!, (double)arguments["learning_rate"]!, (int)arguments["max_steps"]!, (int)arguments["gradient_accumulation_steps"]!));
        Assert.Null(arguments["max_length"]);
        Assert.True((bool)arguments["precompute_ref_log_probs"]!);
        Assert.False(arguments.ContainsKey("packing"));
        Assert.False(arguments.ContainsKey("num_train_epochs"));
    }

    [Fact]
    public void Weights_and_optimizer_are_on_the_host_with_either_engine()
    {
        using var deepSpeed = Written(Jobs.Sft);
        var zero = Json(deepSpeed, "deepspeed.json")["zero_optimization"]!;
        Assert.Equal((3, "cpu", "cpu"), ((int)zero["stage"]!, (string?)zero["offload_optimizer"]!["device"], (string?)zero["offload_param"]!["device"]));
        using var fsdp = Written(Jobs.Dpo);
        Assert.Equal((2, true), ((int)Json(fsdp, "fsdp.json")["version"]!, (bool)Json(fsdp, "fsdp.json")["cpu_offload"]!));
    }

    /// <summary>The trainer and FSDP2 must not both recompute activations, and FSDP2 has no masters beside its weights.</summary>
    [Fact]
    public void FSDP2_recomputes_activations_itself_and_loads_fp32()
    {
        using var folder = Written(Jobs.Dpo);
        var arguments = Json(folder, "job.json")["arguments"]!;
        Assert.False((bool)arguments["gradient_checkpointing"]!);
        Assert.True((bool)Json(folder, "fsdp.json")["activation_checkpointing"]!);
        Assert.Equal("float32", (string?)arguments["model_init_kwargs"]!["dtype"]);
    }

    [Fact]
    public void Launch_files_ask_for_the_machines_of_the_job()
    {
        using var folder = Written(Jobs.Sft);
        var torchrun = File.ReadAllText(folder.At("job", "launch/torchrun.sh"));
        Assert.StartsWith("#!/usr/bin/env bash\n", torchrun, StringComparison.Ordinal);
        Assert.Contains("--nnodes 2 --nproc-per-node 4 ", torchrun, StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(folder.At("job", "launch/torchrun.sh")).HasFlag(UnixFileMode.UserExecute));
        var slurm = File.ReadAllLines(folder.At("job", "launch/slurm.sbatch"));
        Assert.Contains("#SBATCH --nodes=2", slurm);
        Assert.Contains("#SBATCH --gpus-per-node=4", slurm);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(folder.At("job", "launch/kubernetes.yaml"))));
        var (service, work) = (yaml.Documents[0].RootNode, yaml.Documents[1].RootNode);
        Assert.Equal(("Service", "Job"), (Text(service["kind"]), Text(work["kind"])));
        Assert.Equal(("2", "2", "Indexed"), (Text(work["spec"]["completions"]), Text(work["spec"]["parallelism"]), Text(work["spec"]["completionMode"])));
        var container = work["spec"]["template"]["spec"]["containers"][0];
        Assert.Equal("4", Text(container["resources"]["limits"]["nvidia.com/gpu"]));
        Assert.Contains("exec launch/torchrun.sh", Text(container["command"][2]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/models/it's mine/a \"b\" $HOME", "--base '/models/it'\\''s mine/a \"b\" $HOME' ")]
    [InlineData("meta-llama/Llama-3.1-8B", "--base meta-llama/Llama-3.1-8B ")]
    public void A_path_means_the_same_in_JSON_and_in_the_shell(string path, string command)
    {
        using var folder = Written(Jobs.Sft with { Base = path });
        Assert.Equal(path, (string?)Json(folder, "job.json")["base"]);
        Assert.Contains(command, File.ReadAllText(folder.At("job", "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_line_says_what_was_never_run()
    {
        using var folder = Written(Jobs.Sft);
        Assert.StartsWith("**Nothing in this folder was run on GPUs", File.ReadLines(folder.At("job", "README.md")).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_is_the_one_of_training()
    {
        using var folder = Written(Jobs.Dpo);
        Assert.Equal(ChatTemplate.JinjaOf("glm4"), File.ReadAllText(folder.At("job", "chat_template.jinja")));
    }

    [Fact]
    public void What_is_there_is_not_overwritten()
    {
        using var folder = Written(Jobs.Sft);
        File.WriteAllText(folder.At("job", "job.json"), "mine");
        Assert.Throws<IOException>(() => JobFolder.Write(folder.At("job"), folder.At("data.jsonl"), Jobs.Sft));
        Assert.Equal("mine", File.ReadAllText(folder.At("job", "job.json")));
    }

    [Fact]
    public void Of_bad_data_no_folder_is_left()
    {
        using var folder = new TestFolder();
        Assert.Throws<ModelFileException>(() => JobFolder.Write(folder.At("job"), folder.Lines("data.jsonl", "{}"), Jobs.Sft));
        Assert.Equal(["data.jsonl"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName));
    }

    private static TestFolder Written(HandoffJob job)
    {
        var folder = new TestFolder();
        JobFolder.Write(folder.At("job"), folder.Lines("data.jsonl", job.IsDpo ? Pair : Tiny.Chat("a", "b")), job);
        return folder;
    }

    private static JsonObject Json(TestFolder folder, string name) => JsonNode.Parse(File.ReadAllText(folder.At("job", name)))!.AsObject();

    private static string? Text(YamlNode node) => ((YamlScalarNode)node).Value;
}
