using LongWriter.Training.Handoff;

namespace LongWriter.Training.Tests.Handoff;

internal static class Jobs
{
    public static readonly HandoffJob Sft = new(
        Trainer.Trl, Engine.DeepSpeed, Stage.Sft, "meta-llama/Llama-3.1-8B", "inst", Nodes: 2, Gpus: 4, Pack: 32_768, Batch: 16, Epochs: 4, Steps: null, LearningRate: 1e-5, WarmUp: 0.03, WeightDecay: 0.1, Clip: 1, Beta: 0.1, Seed: 7);

    public static readonly HandoffJob Dpo = Sft with { Engine = Engine.Fsdp, Stage = Stage.Dpo, Template = "glm4", Batch = 64, Epochs = null, Steps = 250, LearningRate = 5e-7 };

    public static readonly HandoffJob LlamaFactory = Sft with { Trainer = Trainer.LlamaFactory };

    public static readonly HandoffJob LlamaFactoryDpo = Dpo with { Trainer = Trainer.LlamaFactory, Engine = Engine.DeepSpeed };
}
