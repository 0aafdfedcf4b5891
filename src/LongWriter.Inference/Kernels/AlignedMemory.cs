using System.Runtime.InteropServices;

namespace LongWriter.Inference.Kernels;

/// <summary>Zeroed memory outside the managed heap, 64-byte aligned, freed on disposal or, failing that, by the finalizer.</summary>
internal sealed unsafe class AlignedMemory<T> : SafeHandle
    where T : unmanaged
{
    public AlignedMemory(long length)
        : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = (nuint)Math.Max(64, checked(length * sizeof(T)));
        var memory = NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(memory, bytes);
        SetHandle((nint)memory);
    }

    /// <summary>Elements.</summary>
    public long Length { get; }

    public T* Pointer => (T*)handle;

    public override bool IsInvalid => handle == 0;

    public Span<T> Span => new(Pointer, checked((int)Length));

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
