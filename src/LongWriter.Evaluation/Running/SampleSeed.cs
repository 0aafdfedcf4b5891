using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LongWriter.Evaluation.Running;

/// <summary>The seed of one answer, from the run's seed, the item's name and the sample alone: in whatever order and however often a run is taken up, it is the same.</summary>
internal static class SampleSeed
{
    /// <returns>0 to 2³¹ − 1: every provider takes those.</returns>
    public static long Of(long seed, string id, int sample) =>
        BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed} {sample} {id}")))) & 0x7FFFFFFF;
}
