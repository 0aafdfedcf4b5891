using LongWriter.Training.Models;
using LongWriter.Training.Models.Attention;
using LongWriter.Training.Optimization;

namespace LongWriter.Training.Runs;

/// <summary>How one run trains.</summary>
/// <param name="PackLength">Tokens of a pack; longer samples are skipped and counted.</param>
/// <param name="PacksPerStep">Packs over which one optimizer step averages.</param>
/// <param name="Replicas">Threads that each work on packs of their own; gradients are summed.</param>
/// <param name="Steps">Optimizer steps of the whole run.</param>
/// <param name="StopAfter">Checkpoint and leave after this many steps in this process.</param>
/// <param name="CheckpointEvery">Steps between checkpoints.</param>
/// <param name="Recompute">Keep one layer's activations at a time and compute the others anew.</param>
public sealed record TrainOptions(
    int PackLength,
    int PacksPerStep,
    int Replicas,
    int Steps,
    int? StopAfter,
    int CheckpointEvery,
    LearningRate Rate,
    double WeightDecay,
    double ClipNorm,
    bool Bf16,
    int Seed,
    bool Recompute = false)
{
    /// <summary>Another attention than what suits the compute type, for measurements beside it.</summary>
    internal Func<DecoderConfig, IPackAttention>? Attention { get; init; }
}
