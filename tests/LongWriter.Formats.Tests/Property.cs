using CsCheck;

namespace LongWriter.Formats.Tests;

/// <summary>Runs a check over values of a CsCheck generator, the same values in every run.</summary>
internal static class Property
{
    private const ulong Seed = 0x5EED_0F_4A11;

    public static void Holds<T>(Gen<T> values, int times, Action<T> check)
    {
        for (var index = 0u; index < times; index++)
        {
            var value = values.Generate(new PCG(index, Seed), min: null, out _);
            try
            {
                check(value);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"does not hold for case {index}, {Check.Print(value)}: {e.Message}", e);
            }
        }
    }
}
