namespace LongWriter.Datasets.Selecting.Duplicates;

/// <summary>A hash of numbers (the finaliser of SplitMix64): each bit of the result hangs on all bits.</summary>
internal static class Bits
{
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
