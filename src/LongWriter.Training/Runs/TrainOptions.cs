using LongWriter.Training.Models;
using LongWriter.Training.Models.Attention;
using LongWriter.Training.Optimization;
using TorchSharp;

namespace LongWriter.Training.Runs;

/// <summary>How one run trains.</summary>
/// <param name="PackLength">Tokens of a pack; longer samples are skipped and counted.</param>
/// <param name="PacksPerStep">Packs over which one optimizer step averages.</param>
/// <param name="Replicas">Threads that each work on packs of their own; gradients are summed.</param>
/// <param name="Steps">Optimizer steps of the whole run.</param>
/// <param name="StopAfter">Checkpoint and leave after this many steps in this process.</param>
/// <param name="CheckpointEvery">Steps between checkpoints.</param>
/// <param name="MeasureEvery">Steps between measurements on what was kept from training.</param>
/// <param name="Device">Device that computes while masters and optimizer stay on the host; null where the host computes on the masters themselves.</param>
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
    int MeasureEvery = int.MaxValue,
    bool Recompute = false,
    string? Device = null)
{
    /// <summary>A model that is read and not trained, where the run computes.</summary>
    public DecoderModel Reader(DecoderConfig config, DecoderParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new(config, Device is null ? parameters : parameters.As(config, Bf16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32, torch.device(Device)), Bf16);
    }

    /// <summary>Another attention than what suits the compute type, for measurements beside it.</summary>
    internal Func<DecoderConfig, IPackAttention>? Attention { get; init; }
}
