using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Tests.Kernels;

public sealed unsafe class AlignedMemoryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(100_000)]
    public void Memory_is_zeroed_and_aligned_to_64_bytes(int length)
    {
        using var memory = new AlignedMemory<float>(length);
        Assert.Equal(0, (nint)memory.Pointer % 64);
        Assert.Equal(length, memory.Length);
        Assert.Equal(new float[length], memory.Span.ToArray());
    }

    [Fact]
    public void A_negative_or_overflowing_length_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedMemory<float>(-1));
        Assert.Throws<OverflowException>(() => new AlignedMemory<float>(long.MaxValue));
    }

    [Fact]
    public void Disposing_twice_is_harmless()
    {
        var memory = new AlignedMemory<float>(8);
        memory.Dispose();
        memory.Dispose();
        Assert.True(memory.IsClosed);
    }
}
