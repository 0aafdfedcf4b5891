namespace LongWriter.Inference.Kernels;

/// <summary>What the kernels make of the processor they run on.</summary>
public static class Processor
{
    /// <summary>The instructions that int8 dot products run on here: <c>avx-vnni</c>, <c>avx2</c> or <c>portable</c>. All give the same bits; only the time differs.</summary>
    public static string Int8Kernel => Q8Dot.Name;
}
