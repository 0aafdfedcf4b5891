using System.Globalization;

namespace LongWriter.Training.Handoff;

/// <summary>README.md of a job; its first line says what of it was never run.</summary>
internal static class JobReadme
{
    public static string Write(HandoffJob job, JobRows rows) => string.Create(CultureInfo.InvariantCulture, $"""
        **Nothing in this folder was run on GPUs by those who wrote it**: option names were looked up in the engines' sources at the versions below, Python was compiled, JSON and YAML parsed; memory figures are arithmetic.

        # {(job.IsDpo ? "DPO" : "SFT")} of {job.Base} with TRL on {(job.Engine == Engine.DeepSpeed ? "DeepSpeed ZeRO-3" : "FSDP2")}, {job.Nodes} × {job.Gpus} GPUs

        1. `pip install -r requirements.txt`
        2. Check the first step against longwriter-train (below).
        3. Start: `launch/torchrun.sh`, `sbatch launch/slurm.sbatch` or `kubectl apply -f launch/kubernetes.yaml`. A restart goes on from the last checkpoint in `model/`.

        | file | what it is |
        |---|---|
        | `job.json` | all settings; `arguments` are {(job.IsDpo ? "DPOConfig" : "SFTConfig")}'s |
        | `{(job.Engine == Engine.DeepSpeed ? JobSettings.DeepSpeedFile : JobSettings.FsdpFile)}` | how the model is sharded; weights and optimizer are on the host |
        | `data.jsonl` | {rows.Rows} rows in TRL's form; zero-width characters and white space around messages are gone |
        | `chat_template.jinja` | the template `{job.Template}`; the trained model states it |
        | `train.py`, `check.py` | the run and its check |

        ## The same as longwriter-train

        {Same(job)}

        ## Not the same

        {Different(job)}

        ## Check the first step

        ```sh
        python check.py slice
        launch/torchrun.sh --check
        {Ours(job)}
        python check.py compare ours/train.jsonl
        ```

        `longwriter-train` needs {BaseFolder(job)} as a folder with its weights. The two figures should be within 1% (bf16 against fp32); a wrong template, mask or normalisation is off by far more.

        ## Versions

        TRL 1.9.0 (`trl/trainer/{(job.IsDpo ? "dpo" : "sft")}_config.py`, `{(job.IsDpo ? "dpo" : "sft")}_trainer.py`), Transformers 5.13 (`training_args.py`: `warmup_steps` below 1 is a share; `docs/source/en/{(job.Engine == Engine.DeepSpeed ? "deepspeed" : "fsdp")}.md`), DeepSpeed 0.18.6 or later. {(job.Engine == Engine.DeepSpeed ? "DeepSpeed takes misspelt names without a word: read its start-up log." : "`fsdp: true` is the form of Transformers 5.13.")}

        """);

    private static string Same(HandoffJob job) => job.IsDpo
        ? $"Template and labels (the answer and its end), pairs longer than {Number(job.Pack)} tokens together skipped and counted, β {Number(job.Beta)}, learning rate {Number(job.LearningRate)}, cosine after a warm-up of {Number(job.WarmUp * 100)}%, AdamW 0.9/0.95, weight decay {Number(job.WeightDecay)}, clipping at {Number(job.Clip)}, {Number(job.Batch)} pairs a step ({job.Nodes * job.Gpus} GPUs × 1 × {job.Accumulation}), seed {job.Seed}, the reference's log-probabilities computed once. The LongWriter paper does not publish β, learning rate and batch: they are our choice."
        : $"Template and labels (the answer and its end; of prose everything), rows longer than {Number(job.Pack)} tokens skipped and counted, each sequence of a pack attending to itself alone with positions from zero, the loss as the mean over all target tokens of the optimizer step (all GPUs and accumulated packs), learning rate {Number(job.LearningRate)}, cosine after a warm-up of {Number(job.WarmUp * 100)}%, AdamW 0.9/0.95, weight decay {Number(job.WeightDecay)}, clipping at {Number(job.Clip)}, {Number(job.Batch)} packs a step ({job.Nodes * job.Gpus} GPUs × 1 × {job.Accumulation}), seed {job.Seed}.\n\n`loss_type: chunked_nll` works out logits a few places at a time. Whole logits of a 32,768-token pack would take 42 GB a GPU with a vocabulary of 128,256.";

    private static string Different(HandoffJob job) =>
        (job.IsDpo
            ? "- Pairs are not packed, and the supervised term on the chosen answer (`longwriter-train dpo --sft-weight`) is left out.\n- TRL 1.9.0 has no DPO loss that splits a sequence (Liger's splits a batch by pairs and wants the reference in memory): the logits of both answers of a pair stand in memory at once, up to 10 bytes × tokens × vocabulary. Should a GPU run out, make the job anew with a shorter `--pack`.\n"
            : "- Packing is best-fit decreasing over 1,000 rows at a time, so packs are other ones and a little emptier; shuffling draws other numbers from the same seed.\n")
        + "- The cosine ends at 0 as the paper's; longwriter-train's ends at 5% of the peak.\n"
        + (job.Engine == Engine.DeepSpeed ? "- DeepSpeed's own Adam decays every weight, norms too; longwriter-train matrices only.\n" : "")
        + "- Text that spells a special token becomes that token; longwriter-train keeps it text. `handoff` counted such rows.";

    private static string Ours(HandoffJob job)
    {
        var verb = job.IsDpo ? "dpo --data ours.jsonl" : "sft --data ours.jsonl --loss token";
        return $"longwriter-train {verb} --base {Quote(job.Base)} --template {job.Template} --out ours --steps 1 --batch 1 --pack {job.Pack} --precision fp32 --recompute";
    }

    private static string BaseFolder(HandoffJob job) => Directory.Exists(job.Base) ? "the same folder" : $"{job.Base} downloaded";

    /// <summary>For a shell: in single quotes, unless nothing in it means anything there.</summary>
    internal static string Quote(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "/._-".Contains(c, StringComparison.Ordinal))
        ? text
        : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Number(double value) => value.ToString("#,0.################", CultureInfo.InvariantCulture);
}
