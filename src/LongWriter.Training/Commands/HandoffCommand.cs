using System.CommandLine;
using LongWriter.Formats.Chat;
using LongWriter.Training.Handoff;

namespace LongWriter.Training.Commands;

/// <summary><c>longwriter-train handoff</c>: a job for more GPUs than this program knows how to use.</summary>
internal sealed class HandoffCommand
{
    private readonly Option<string> _engine = new("--engine") { Description = "what shards the model: deepspeed (ZeRO-3, as the paper) or fsdp (FSDP2)", Required = true };
    private readonly Option<string> _trainer = new("--trainer") { Description = "what trains: trl, or llama-factory (with --engine deepspeed alone)", DefaultValueFactory = _ => "trl" };
    private readonly Option<string> _base = new("--base") { Description = "model to go on from: a name on the Hugging Face hub, or a folder that all nodes see", Required = true };
    private readonly Option<FileInfo> _data = new("--data") { Description = "JSONL rows as sft and dpo take them", Required = true };
    private readonly Option<DirectoryInfo> _out = new("--out") { Description = "folder to write; must not be there", Required = true };
    private readonly Option<string> _template = new("--template") { Description = $"chat template: {string.Join(", ", ChatTemplate.Names)}; inst is the paper's for Llama", Required = true };
    private readonly Option<string> _stage = new("--stage") { Description = "sft or dpo", DefaultValueFactory = _ => "sft" };
    private readonly Option<int> _nodes = new("--nodes") { Description = "machines", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _gpus = new("--gpus") { Description = "GPUs of each", DefaultValueFactory = _ => 8 };
    private readonly Option<int> _pack = new("--pack") { Description = "tokens of a pack, or of both answers of a pair; longer rows are skipped and counted", DefaultValueFactory = _ => 32_768 };
    private readonly Option<string> _loss = new("--loss") { Description = "token: mean over all target tokens of the step; neither trainer has another, longwriter-train sft does", DefaultValueFactory = _ => "token" };
    private readonly Option<int?> _batch = new("--batch") { Description = "packs (default 8) or pairs (default 64) of an optimizer step, over all GPUs" };
    private readonly Option<int?> _steps = new("--steps") { Description = "optimizer steps (default: 4 passes over the data for sft, 250 steps for dpo)" };
    private readonly Option<double?> _lr = new("--lr") { Description = "peak learning rate (default: 1e-5 for sft, 5e-7 for dpo)" };
    private readonly Option<double> _warmUp = new("--warm-up") { Description = "share of the steps spent rising to the peak", DefaultValueFactory = _ => 0.03 };
    private readonly Option<double> _decay = new("--weight-decay") { Description = "AdamW weight decay", DefaultValueFactory = _ => 0.1 };
    private readonly Option<double> _clip = new("--clip") { Description = "largest gradient norm", DefaultValueFactory = _ => 1.0 };
    private readonly Option<double> _beta = new("--beta") { Description = "dpo: how strongly answers are told apart", DefaultValueFactory = _ => 0.1 };
    private readonly Option<int> _seed = new("--seed") { Description = "seed of shuffling", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var handoff = new HandoffCommand();
        handoff._engine.AcceptOnlyFromAmong("deepspeed", "fsdp");
        handoff._trainer.AcceptOnlyFromAmong("trl", "llama-factory");
        handoff._template.AcceptOnlyFromAmong([.. ChatTemplate.Names]);
        handoff._stage.AcceptOnlyFromAmong("sft", "dpo");
        handoff._loss.AcceptOnlyFromAmong("token");
        foreach (var count in (Option[])[handoff._nodes, handoff._gpus, handoff._pack, handoff._batch, handoff._steps])
        {
            count.AtLeast(1);
        }

        var command = new Command("handoff", "Write a job folder for many GPUs: the same data, template, loss and settings for TRL or LLaMA-Factory on DeepSpeed or FSDP2, with launch files for torchrun, Slurm and Kubernetes and a check of the first step against ours.\n\nExamples:\n  longwriter-train handoff --engine deepspeed --base meta-llama/Llama-3.1-8B --template inst --data sft.jsonl --out job\n  longwriter-train handoff --engine fsdp --stage dpo --base models/sft --template glm4 --data pairs.jsonl --out job --nodes 2\n  longwriter-train handoff --engine deepspeed --trainer llama-factory --base meta-llama/Llama-3.1-8B --template inst --data sft.jsonl --out job")
        {
            handoff._engine, handoff._trainer, handoff._base, handoff._data, handoff._out, handoff._template, handoff._stage, handoff._nodes, handoff._gpus, handoff._pack,
            handoff._loss, handoff._batch, handoff._steps, handoff._lr, handoff._warmUp, handoff._decay, handoff._clip, handoff._beta, handoff._seed,
        };
        command.SetAction(handoff.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var job = Read(parsed);
        var folder = parsed.GetRequiredValue(_out).FullName;
        var rows = JobFolder.Write(folder, parsed.GetRequiredValue(_data).FullName, job);
        if (rows.Forged > 0)
        {
            Console.Error.WriteLine($"{rows.Forged} of {rows.Rows} rows spell a special token of the template {job.Template}; the tokenizer takes it for the token");
        }

        Console.Error.WriteLine($"{rows.Rows} rows → {folder}; begin with its README.md. None of it was run on GPUs by us");
        return ExitCodes.Done;
    }

    private HandoffJob Read(ParseResult parsed)
    {
        var dpo = parsed.GetValue(_stage) == "dpo";
        var (nodes, gpus, steps) = (parsed.GetValue(_nodes), parsed.GetValue(_gpus), parsed.GetValue(_steps) ?? (dpo ? 250 : null));
        var batch = parsed.GetValue(_batch) ?? (dpo ? 64 : 8);
        if (batch % (nodes * gpus) != 0)
        {
            throw new UsageException($"--batch {batch} cannot be shared equally among {nodes} × {gpus} GPUs; give a multiple of {nodes * gpus}");
        }

        var trainer = parsed.GetValue(_trainer) == "trl" ? Trainer.Trl : Trainer.LlamaFactory;
        if (trainer == Trainer.LlamaFactory && parsed.GetValue(_engine) == "fsdp")
        {
            throw new UsageException("--trainer llama-factory goes with --engine deepspeed; its FSDP is configured by accelerate, which handoff does not write");
        }

        var start = parsed.GetRequiredValue(_base);
        return new HandoffJob(
            trainer,
            parsed.GetValue(_engine) == "fsdp" ? Engine.Fsdp : Engine.DeepSpeed,
            dpo ? Stage.Dpo : Stage.Sft,
            Directory.Exists(start) ? Path.GetFullPath(start) : start,
            parsed.GetRequiredValue(_template),
            nodes,
            gpus,
            parsed.GetValue(_pack),
            batch,
            steps is null ? 4 : null,
            steps,
            parsed.GetValue(_lr) ?? (dpo ? 5e-7 : 1e-5),
            parsed.GetValue(_warmUp),
            parsed.GetValue(_decay),
            parsed.GetValue(_clip),
            parsed.GetValue(_beta),
            parsed.GetValue(_seed));
    }
}
