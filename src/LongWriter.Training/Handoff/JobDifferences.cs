using System.Globalization;

namespace LongWriter.Training.Handoff;

/// <summary>What a job does as longwriter-train would, and what it does otherwise.</summary>
internal static class JobDifferences
{
    public static string Same(HandoffJob job)
    {
        var settings = string.Create(CultureInfo.InvariantCulture, $"learning rate {JobReadme.Number(job.LearningRate)}, cosine after a warm-up of {JobReadme.Number(job.WarmUp * 100)}%, AdamW 0.9/0.95, weight decay {JobReadme.Number(job.WeightDecay)}, clipping at {JobReadme.Number(job.Clip)}, {JobReadme.Number(job.Batch)} {(job.IsDpo ? "pairs" : "packs")} a step ({job.Nodes * job.Gpus} GPUs × 1 × {job.Accumulation}), seed {job.Seed}");
        if (job.IsDpo)
        {
            return $"Template and labels (the answer and its end), pairs longer than {JobReadme.Number(job.Pack)} tokens together skipped and counted, β {JobReadme.Number(job.Beta)}, {settings}{(job.IsTrl ? ", the reference's log-probabilities computed once" : "")}. The LongWriter paper does not publish β, learning rate and batch: they are our choice.";
        }

        var logits = job.IsTrl ? "`loss_type: chunked_nll` works out logits a few places at a time." : "`enable_liger_kernel` works out logits a few places at a time, for Llama, Mistral, Qwen and GLM-4 as Transformers has it; for the code that comes with glm-4-9b's own files it does nothing.";
        return $"Template and labels (the answer and its end; of prose everything), rows longer than {JobReadme.Number(job.Pack)} tokens skipped and counted, each sequence of a pack attending to itself alone with positions from zero, the loss as the mean over all target tokens of the optimizer step (all GPUs and accumulated packs), {settings}.\n\n{logits} Whole logits of a 32,768-token pack would take 42 GB a GPU with a vocabulary of 128,256.";
    }

    public static string Different(HandoffJob job) => string.Join('\n', (string[])
    [
        .. (job.IsDpo, job.IsTrl) switch
        {
            (false, true) => (string[])["- Packing is best-fit decreasing over 1,000 rows at a time, so packs are other ones and a little emptier; shuffling draws other numbers from the same seed."],
            (false, false) =>
            [
                "- Packing takes the longest row that fits, over 1,000 rows at a time, so packs are other ones and a little emptier; a pack may hold one token more than was asked for, and what is empty is computed on as padding. Shuffling draws other numbers from the same seed.",
                "- LLaMA-Factory has no loss by sequences and none like the released code's: `--loss sequence` and `released` are `longwriter-train sft`'s alone.",
            ],
            (true, true) =>
            [
                "- Pairs are not packed, and the supervised term on the chosen answer (`longwriter-train dpo --sft-weight`) is left out.",
                "- TRL 1.9.0 has no DPO loss that splits a sequence (Liger's splits a batch by pairs and wants the reference in memory): the logits of both answers of a pair stand in memory at once, up to 10 bytes × tokens × vocabulary. Should a GPU run out, make the job anew with a shorter `--pack`.",
            ],
            (true, false) =>
            [
                "- Pairs are not packed but padded to the longer answer, and the supervised term on the chosen answer is left out: `pref_ftx` would be a mean over answers, `longwriter-train dpo --sft-weight` is one over tokens.",
                "- The reference is a second model beside the first and reads every pair again at each step; `longwriter-train` and TRL compute its log-probabilities once.",
                "- The logits of both answers of a pair stand in memory at once, in fp32 too: up to 10 bytes × tokens × vocabulary. Should a GPU run out, make the job anew with a shorter `--pack`.",
            ],
        },
        "- The cosine ends at 0 as the paper's; longwriter-train's ends at 5% of the peak.",
        .. job.Engine == Engine.DeepSpeed ? (string[])["- DeepSpeed's own Adam decays every weight, norms too; longwriter-train matrices only."] : [],
        "- Text that spells a special token becomes that token; longwriter-train keeps it text. `handoff` counted such rows.",
    ]);
}
