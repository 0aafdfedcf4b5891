using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter.Training.Models.Attention;

/// <summary>
/// Rotates queries and keys by their positions and lets each document of a pack attend to what stands before it in the same
/// document. Shapes in names: T tokens of the pack, W the width of all queries, keys and values, side by side in a row.
/// </summary>
internal interface IPackAttention
{
    /// <param name="documents">Lengths of the pack's documents, in order.</param>
    /// <returns>From rows [T, W] to the joined outputs of the heads [T, H·E]; gradients pass through it.</returns>
    Func<Tensor, Tensor> Over(long[] documents);
}

internal static class PackAttention
{
    /// <summary>Our own kernel for fp32 on the CPU where the processor has what it needs, else libtorch's; docs/benchmarks/training.md has both.</summary>
    public static IPackAttention Of(DecoderConfig config, ScalarType compute, Device device) => compute == ScalarType.Float32 && device.type == DeviceType.CPU && BlockedAttention.IsSupported
        ? new BlockedAttention(config)
        : new LibraryAttention(config, compute, device);
}
