namespace LongWriter.Inference.Tests;

internal static class SeededRandom
{
    /// <summary>A draw from the normal distribution (Box and Muller).</summary>
    public static float NextNormal(this Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    public static float[] NextNormals(this Random random, int count, float deviation = 1)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = random.NextNormal() * deviation;
        }

        return values;
    }
}
