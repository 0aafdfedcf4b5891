using System.Text.Json.Nodes;

namespace LongWriter.Training.Handoff;

/// <summary>Arguments of LLaMA-Factory 0.9.5, on Transformers 5.2 to 5.5; README.md of the job cites its files.</summary>
internal static class LlamaFactorySettings
{
    public static JsonObject Arguments(HandoffJob job)
    {
        var arguments = JobSettings.Common(job);
        foreach (var (key, value) in Own(job))
        {
            arguments[key] = value?.DeepClone();
        }

        return arguments;
    }

    private static JsonObject Own(HandoffJob job)
    {
        var own = new JsonObject
        {
            ["stage"] = job.IsDpo ? "dpo" : "sft",
            ["do_train"] = true,
            ["finetuning_type"] = "full",
            ["model_name_or_path"] = job.Base,
            ["template"] = "as_prepared",
            ["dataset"] = "data",
            ["preprocessing_num_workers"] = 8,
            ["flash_attn"] = "fa2",
            ["deepspeed"] = JobSettings.DeepSpeedFile,

            // Processes wait for the first one, which tokenizes.
            ["ddp_timeout"] = 36_000,
        };
        if (job.IsDpo)
        {
            own["cutoff_len"] = job.Pack;
            own["pref_loss"] = "sigmoid";
            own["pref_beta"] = job.Beta;
            return own;
        }

        // Packing takes one off, and a row as long as what is left could be cut by a rounding: two more, and prepare.py leaves out what is longer than a pack.
        own["cutoff_len"] = job.Pack + 2;
        own["neat_packing"] = true;
        own["average_tokens_across_devices"] = true;
        own["enable_liger_kernel"] = true;
        return own;
    }
}
