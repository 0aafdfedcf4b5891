using System.Runtime.Intrinsics;
using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Model;

/// <summary>Rotary position embedding of neighbouring pairs, GGUF's order for llama. Sines and cosines are taken once for a token, whatever the number of layers.</summary>
/// <param name="scale">What each pair's frequency is divided by, or null.</param>
/// <param name="block">Tokens at once.</param>
internal sealed unsafe class Rotary(ModelShape shape, float[]? scale, int block) : IDisposable
{
    private readonly int _size = shape.HeadSize;
    private readonly float[] _frequencies = [.. Enumerable.Range(0, shape.HeadSize / 2).Select(i =>
        (float)(Math.Pow(shape.RotaryBase, -2.0 * i / shape.HeadSize) / (scale?[i] ?? 1)))];

    // Per token: the cosine twice for each pair, and the sine with the sign that it has in either sum.
    private readonly AlignedMemory<float> _cosines = new((long)block * shape.HeadSize);
    private readonly AlignedMemory<float> _sines = new((long)block * shape.HeadSize);

    /// <summary>Where token <paramref name="t"/> of the block stands.</summary>
    public void Place(int t, int position)
    {
        var cosines = _cosines.Pointer + ((long)t * _size);
        var sines = _sines.Pointer + ((long)t * _size);
        for (var i = 0; i < _size / 2; i++)
        {
            var (sin, cos) = MathF.SinCos(position * _frequencies[i]);
            (cosines[2 * i], cosines[(2 * i) + 1]) = (cos, cos);
            (sines[2 * i], sines[(2 * i) + 1]) = (-sin, sin);
        }
    }

    /// <summary>Rotates all heads of token <paramref name="t"/>.</summary>
    public void Rotate(int t, float* row, int heads)
    {
        var cosines = _cosines.Pointer + ((long)t * _size);
        var sines = _sines.Pointer + ((long)t * _size);
        for (var head = 0; head < heads; head++)
        {
            for (var i = 0; i < _size; i += 8)
            {
                var at = row + (head * _size) + i;
                var x = Vector256.Load(at);
                var swapped = Vector256.Shuffle(x, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6));
                ((x * Vector256.Load(cosines + i)) + (swapped * Vector256.Load(sines + i))).Store(at);
            }
        }
    }

    public void Dispose()
    {
        _cosines.Dispose();
        _sines.Dispose();
    }
}
