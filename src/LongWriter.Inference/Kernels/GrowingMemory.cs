namespace LongWriter.Inference.Kernels;

/// <summary>Several rows of memory that grow together and keep what they hold.</summary>
/// <param name="rows">How many they are.</param>
/// <param name="each">Elements that a row holds for each unit of capacity.</param>
internal sealed unsafe class GrowingMemory<T>(int rows, int each) : IDisposable
    where T : unmanaged
{
    private readonly AlignedMemory<T>?[] _rows = new AlignedMemory<T>?[rows];

    /// <summary>Where a row begins, until it grows next.</summary>
    public T* this[int row] => _rows[row]!.Pointer;

    public void Grow(int capacity)
    {
        for (var i = 0; i < _rows.Length; i++)
        {
            var grown = new AlignedMemory<T>((long)capacity * each);
            if (_rows[i] is { } old)
            {
                Buffer.MemoryCopy(old.Pointer, grown.Pointer, grown.Length * sizeof(T), old.Length * sizeof(T));
                old.Dispose();
            }

            _rows[i] = grown;
        }
    }

    public void Dispose()
    {
        foreach (var row in _rows)
        {
            row?.Dispose();
        }
    }
}
