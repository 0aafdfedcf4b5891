using System.Runtime.Intrinsics;

namespace LongWriter.Training.Models.Attention;

/// <summary>Rotary positions: turns a head by the angles of its position, or back.</summary>
/// <param name="cosines">A row of <paramref name="rotated"/> floats for every position, each angle twice; <paramref name="sines"/> likewise.</param>
/// <param name="rotated">Floats of a head, from its front, that are rotated.</param>
/// <param name="neighbours">Neighbouring floats rotate together; else a float of the first half with its like in the second.</param>
internal readonly unsafe struct Rotation(float* cosines, float* sines, int rotated, bool neighbours)
{
    /// <summary>Writes the turned head, scaled, to <paramref name="to"/>.</summary>
    public void Turn(float* from, float* to, int size, int position, float scale) => Apply(from, to, size, position, scale, 1);

    /// <summary>Undoes <see cref="Turn"/>: the gradient of the head from that of the turned one.</summary>
    public void TurnBack(float* from, float* to, int size, int position, float scale) => Apply(from, to, size, position, scale, -1);

    private void Apply(float* from, float* to, int size, int position, float scale, float direction)
    {
        var cos = cosines + ((nint)position * rotated);
        var sin = sines + ((nint)position * rotated);
        if (neighbours)
        {
            for (var i = 0; i < rotated; i += 2)
            {
                Pair(from[i], from[i + 1], cos[i], sin[i] * direction, scale, to + i, to + i + 1);
            }
        }
        else
        {
            Halves(from, to, cos, sin, scale, direction);
        }

        for (var i = rotated; i < size; i++)
        {
            to[i] = from[i] * scale;
        }
    }

    private void Halves(float* from, float* to, float* cos, float* sin, float scale, float direction)
    {
        var (half, i) = (rotated / 2, 0);
        for (; i <= half - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var (left, right) = (Vector256.Load(from + i), Vector256.Load(from + half + i));
            var (c, s) = (Vector256.Load(cos + i), Vector256.Load(sin + i) * direction);
            (((left * c) - (right * s)) * scale).Store(to + i);
            (((right * c) + (left * s)) * scale).Store(to + half + i);
        }

        for (; i < half; i++)
        {
            Pair(from[i], from[half + i], cos[i], sin[i] * direction, scale, to + i, to + half + i);
        }
    }

    private static void Pair(float left, float right, float cos, float sin, float scale, float* toLeft, float* toRight)
    {
        *toLeft = ((left * cos) - (right * sin)) * scale;
        *toRight = ((right * cos) + (left * sin)) * scale;
    }
}
