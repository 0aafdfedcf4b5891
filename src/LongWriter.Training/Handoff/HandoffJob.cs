using LongWriter.Formats.Chat;

namespace LongWriter.Training.Handoff;

/// <summary>What shards the model over the GPUs.</summary>
internal enum Engine
{
    /// <summary>DeepSpeed's ZeRO-3 with weights and optimizer on the host, as the paper trained.</summary>
    DeepSpeed,

    /// <summary>PyTorch's FSDP2 with the same on the host.</summary>
    Fsdp,
}

/// <summary>The program that trains.</summary>
internal enum Trainer
{
    /// <summary>Hugging Face's TRL.</summary>
    Trl,

    /// <summary>LLaMA-Factory, with DeepSpeed only.</summary>
    LlamaFactory,
}

internal enum Stage
{
    Sft,
    Dpo,
}

/// <summary>A training job for many GPUs.</summary>
/// <param name="Base">Name on the Hugging Face hub, or a folder that all nodes see.</param>
/// <param name="Template">One of <see cref="ChatTemplate.Names"/>.</param>
/// <param name="Gpus">GPUs of each node.</param>
/// <param name="Pack">Tokens of a pack; of DPO, those of both answers of a pair with their prompts.</param>
/// <param name="Batch">Packs, or pairs, of an optimizer step over all GPUs.</param>
/// <param name="Epochs">Passes over the data; null where <paramref name="Steps"/> rules.</param>
/// <param name="Beta">DPO's β.</param>
internal sealed record HandoffJob(
    Trainer Trainer,
    Engine Engine,
    Stage Stage,
    string Base,
    string Template,
    int Nodes,
    int Gpus,
    int Pack,
    int Batch,
    double? Epochs,
    int? Steps,
    double LearningRate,
    double WarmUp,
    double WeightDecay,
    double Clip,
    double Beta,
    int Seed)
{
    /// <summary>Packs that each GPU takes in a row before the optimizer steps.</summary>
    public int Accumulation => Batch / (Nodes * Gpus);

    public bool IsDpo => Stage == Stage.Dpo;

    public bool IsTrl => Trainer == Trainer.Trl;

    /// <summary>The special tokens of the template, the end of the assistant's turn last.</summary>
    public IReadOnlyList<string> SpecialTokens => ChatTemplate.SpecialTokensOf(Template);
}
