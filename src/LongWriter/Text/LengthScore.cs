namespace LongWriter.Text;

/// <summary>The paper's length score S_l (LongBench-Write).</summary>
public static class LengthScore
{
    /// <param name="asked">Words asked for, above 0.</param>
    /// <param name="written">Words written, 0 or more.</param>
    /// <returns>0 to 100: 100·max(0, 1 − (l'/l − 1)/3) where too long, 100·max(0, 1 − (l/l' − 1)/2) where too short, 0 for nothing.</returns>
    public static double Of(int asked, int written)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(written);
        if (written == 0)
        {
            return 0;
        }

        var (l, w) = ((double)asked, (double)written);
        return 100 * Math.Max(0, w > l ? 1 - (((w / l) - 1) / 3) : 1 - (((l / w) - 1) / 2));
    }
}
