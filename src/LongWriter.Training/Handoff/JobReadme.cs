using System.Globalization;

namespace LongWriter.Training.Handoff;

/// <summary>README.md of a job; its first line says what of it was never run.</summary>
internal static class JobReadme
{
    public static string Write(HandoffJob job, JobRows rows) => string.Create(CultureInfo.InvariantCulture, $"""
        **Nothing in this folder was run on GPUs by those who wrote it**: option names were looked up in the engines' sources at the versions below, Python was compiled, JSON and YAML parsed; memory figures are arithmetic.

        # {(job.IsDpo ? "DPO" : "SFT")} of {job.Base} with {(job.IsTrl ? "TRL" : "LLaMA-Factory")} on {(job.Engine == Engine.DeepSpeed ? "DeepSpeed ZeRO-3" : "FSDP2")}, {job.Nodes} × {job.Gpus} GPUs

        1. `pip install -r requirements.txt`{(job.IsTrl ? "" : ", then `python prepare.py`, which puts the rows in the chat template and leaves out those that are too long")}
        2. Check the first step against longwriter-train (below).
        3. Start: `launch/torchrun.sh`, `sbatch launch/slurm.sbatch` or `kubectl apply -f launch/kubernetes.yaml`. A restart goes on from the last checkpoint in `model/`.

        | file | what it is |
        |---|---|
        | `job.json` | all settings; `arguments` are {(!job.IsTrl ? "LLaMA-Factory" : job.IsDpo ? "DPOConfig" : "SFTConfig")}'s |
        | `{(job.Engine == Engine.DeepSpeed ? JobSettings.DeepSpeedFile : JobSettings.FsdpFile)}` | how the model is sharded; weights and optimizer are on the host |
        | `data.jsonl` | {rows.Rows} rows as lists of messages; zero-width characters and white space around messages are gone |
        | `chat_template.jinja` | the template `{job.Template}`; the trained model states it |
        | `train.py`, `check.py`{(job.IsTrl ? "" : ", `prepare.py`")} | the run, its check{(job.IsTrl ? "" : ", its rows")}; `rows.py` says what of a row is learnt |

        ## The same as longwriter-train

        {JobDifferences.Same(job)}

        ## Not the same

        {JobDifferences.Different(job)}

        ## Check the first step

        ```sh
        python check.py slice{(job.IsTrl ? "" : " && python prepare.py")}
        launch/torchrun.sh --check
        {Ours(job)}
        python check.py compare ours/train.jsonl
        ```

        `longwriter-train` needs {BaseFolder(job)} as a folder with its weights. The two figures should be within 1% (bf16 against fp32); a wrong template, mask or normalisation is off by far more.

        ## Versions

        {Versions(job)}

        """);

    private static string Versions(HandoffJob job)
    {
        var stage = job.IsDpo ? "dpo" : "sft";
        var engine = job.Engine == Engine.DeepSpeed ? "DeepSpeed takes misspelt names without a word: read its start-up log." : "`fsdp: true` is the form of Transformers 5.13.";
        return job.IsTrl
            ? $"TRL 1.9.0 (`trl/trainer/{stage}_config.py`, `{stage}_trainer.py`), Transformers 5.13 (`training_args.py`: `warmup_steps` below 1 is a share; `docs/source/en/{(job.Engine == Engine.DeepSpeed ? "deepspeed" : "fsdp")}.md`), DeepSpeed 0.18.6 or later. {engine}"
            : $"LLaMA-Factory 0.9.5 (`src/llamafactory/hparams/`, `data/template.py`, `data/processor/{(job.IsDpo ? "pairwise" : "supervised")}.py`, `train/{stage}/trainer.py`), which takes Transformers up to 5.6 and DeepSpeed up to 0.18.4. {engine}";
    }

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

    internal static string Number(double value) => value.ToString("#,0.################", CultureInfo.InvariantCulture);
}
