using System.Text.Json.Nodes;

namespace LongWriter.Training.Handoff;

/// <summary>The JSON files of a job. Names are those of TRL 1.9, Transformers 5.13 and DeepSpeed 0.18 (those of LLaMA-Factory stand in <see cref="LlamaFactorySettings"/>); README.md of the job cites them.</summary>
internal static class JobSettings
{
    public const string DeepSpeedFile = "deepspeed.json";
    public const string FsdpFile = "fsdp.json";

    /// <summary>job.json, which the job's Python reads; <c>arguments</c> are those of the trainer.</summary>
    public static JsonObject Job(HandoffJob job) => new()
    {
        ["trainer"] = job.IsTrl ? "trl" : "llama-factory",
        ["stage"] = job.IsDpo ? "dpo" : "sft",
        ["base"] = job.Base,
        ["template"] = job.Template,
        ["special_tokens"] = new JsonArray([.. job.SpecialTokens.Select(token => JsonValue.Create(token))]),
        ["end_of_turn"] = job.SpecialTokens[^1],
        ["pack"] = job.Pack,
        ["arguments"] = job.IsTrl ? Trl(job) : LlamaFactorySettings.Arguments(job),
    };

    /// <summary>ZeRO-3 with weights and optimizer on the host. What is "auto" Transformers fills in from the arguments.</summary>
    public static JsonObject DeepSpeed() => new()
    {
        ["bf16"] = new JsonObject { ["enabled"] = true },
        ["zero_optimization"] = new JsonObject
        {
            ["stage"] = 3,
            ["offload_optimizer"] = new JsonObject { ["device"] = "cpu", ["pin_memory"] = true },
            ["offload_param"] = new JsonObject { ["device"] = "cpu", ["pin_memory"] = true },
            ["overlap_comm"] = true,
            ["contiguous_gradients"] = true,
            ["reduce_bucket_size"] = "auto",
            ["stage3_prefetch_bucket_size"] = "auto",
            ["stage3_param_persistence_threshold"] = "auto",
            ["stage3_max_live_parameters"] = 100_000_000,
            ["stage3_max_reuse_distance"] = 100_000_000,
            ["stage3_gather_16bit_weights_on_model_save"] = true,
        },
        ["optimizer"] = new JsonObject
        {
            ["type"] = "AdamW",
            ["params"] = new JsonObject { ["lr"] = "auto", ["betas"] = "auto", ["eps"] = "auto", ["weight_decay"] = "auto" },
        },
        ["gradient_accumulation_steps"] = "auto",
        ["gradient_clipping"] = "auto",
        ["train_batch_size"] = "auto",
        ["train_micro_batch_size_per_gpu"] = "auto",
    };

    /// <summary>FSDP2. Activations are recomputed by it, not by the trainer: both at once is an error.</summary>
    public static JsonObject Fsdp() => new()
    {
        ["version"] = 2,
        ["reshard_after_forward"] = true,
        ["cpu_offload"] = true,
        ["auto_wrap_policy"] = "TRANSFORMER_BASED_WRAP",
        ["state_dict_type"] = "FULL_STATE_DICT",
        ["cpu_ram_efficient_loading"] = true,
        ["activation_checkpointing"] = true,
    };

    /// <summary>What Transformers' trainer, which both build on, takes from either.</summary>
    public static JsonObject Common(HandoffJob job) => new()
    {
        ["output_dir"] = "model",
        ["per_device_train_batch_size"] = 1,
        ["gradient_accumulation_steps"] = job.Accumulation,
        [job.Steps is null ? "num_train_epochs" : "max_steps"] = job.Steps is { } steps ? steps : job.Epochs,
        ["learning_rate"] = job.LearningRate,
        ["lr_scheduler_type"] = "cosine",
        ["warmup_steps"] = job.WarmUp,
        ["weight_decay"] = job.WeightDecay,
        ["adam_beta1"] = 0.9,
        ["adam_beta2"] = 0.95,
        ["adam_epsilon"] = 1e-8,
        ["max_grad_norm"] = job.Clip,
        ["bf16"] = true,
        ["seed"] = job.Seed,
        ["data_seed"] = job.Seed,
        ["logging_steps"] = 1,
        ["save_strategy"] = "steps",
        ["save_steps"] = job.IsDpo ? 50 : 400,
        ["save_total_limit"] = 2,
        ["report_to"] = "none",
    };

    /// <summary>SFTConfig's or DPOConfig's.</summary>
    private static JsonObject Trl(HandoffJob job)
    {
        var deepSpeed = job.Engine == Engine.DeepSpeed;
        var arguments = Common(job);
        Add(arguments, new()
        {
            ["gradient_checkpointing"] = deepSpeed,
            // Masters are fp32: ZeRO-3 keeps its own beside bf16 weights, FSDP2 takes the weights as they are loaded.
            ["model_init_kwargs"] = new JsonObject
            {
                ["attn_implementation"] = "flash_attention_2",
                ["dtype"] = deepSpeed ? "bfloat16" : "float32",
                ["device_map"] = null,
            },
        });
        Add(arguments, deepSpeed
            ? new() { ["gradient_checkpointing_kwargs"] = new JsonObject { ["use_reentrant"] = false }, ["deepspeed"] = DeepSpeedFile }
            : new() { ["fsdp"] = true, ["fsdp_config"] = FsdpFile, ["optim"] = "adamw_torch" });
        Add(arguments, job.IsDpo ? Dpo(job) : Sft(job));
        return arguments;
    }

    /// <summary>The loss in chunks: never the logits of a whole pack. Its mean is over the target tokens of all GPUs and accumulated packs.</summary>
    private static JsonObject Sft(HandoffJob job) => new()
    {
        ["max_length"] = job.Pack,
        ["packing"] = true,
        ["packing_strategy"] = "bfd",
        ["shuffle_dataset"] = true,
        ["loss_type"] = "chunked_nll",
        ["average_tokens_across_devices"] = true,
    };

    /// <summary>No length limit here: train.py leaves out pairs that are too long, and TRL would cut them.</summary>
    private static JsonObject Dpo(HandoffJob job) => new()
    {
        ["max_length"] = null,
        ["beta"] = job.Beta,
        ["loss_type"] = new JsonArray("sigmoid"),
        ["precompute_ref_log_probs"] = true,
    };

    private static void Add(JsonObject target, JsonObject more)
    {
        foreach (var (key, value) in more)
        {
            target[key] = value?.DeepClone();
        }
    }
}
