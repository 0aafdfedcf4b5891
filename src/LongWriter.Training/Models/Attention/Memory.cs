using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace LongWriter.Training.Models.Attention;

internal static class Memory
{
    /// <summary>The first float of a contiguous tensor on the CPU; it does not move while the tensor lives.</summary>
    public static unsafe float* Of(torch.Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
