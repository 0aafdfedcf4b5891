namespace LongWriter.Inference.Kernels;

/// <summary>Rows of activations, one for each token of a block, with room for their quantized form.</summary>
internal sealed unsafe class ActivationMemory(int tokens, int columns) : IDisposable
{
    private readonly AlignedMemory<float> _values = new((long)tokens * columns);
    private readonly AlignedMemory<sbyte> _bytes = new((long)tokens * columns);
    private readonly AlignedMemory<float> _scales = new((long)tokens * columns / Q8Dot.BlockLength);

    public float* Row(int token) => _values.Pointer + ((long)token * columns);

    /// <summary>The rows [from, to) for products.</summary>
    public Activations Rows(int from, int to) =>
        new(Row(from), _bytes.Pointer + ((long)from * columns), _scales.Pointer + ((long)from * columns / Q8Dot.BlockLength), to - from, columns);

    /// <summary>The same, quantized where the products need it.</summary>
    public Activations Rows(int from, int to, bool quantized)
    {
        if (quantized)
        {
            for (var t = from; t < to; t++)
            {
                Quantize(t, 0, columns);
            }
        }

        return Rows(from, to);
    }

    /// <summary>Quantizes the columns [from, to) of a row, multiples of 32.</summary>
    public void Quantize(int token, int from, int to)
    {
        var at = ((long)token * columns) + from;
        Quantizer.Quantize(_values.Pointer + at, to - from, _bytes.Pointer + at, _scales.Pointer + (at / Q8Dot.BlockLength));
    }

    public void Dispose()
    {
        _values.Dispose();
        _bytes.Dispose();
        _scales.Dispose();
    }
}
