using CsCheck;

namespace LongWriter.Training.Tests;

/// <summary>Runs a property over generated cases that are the same in every run (CsCheck's own loop seeds its first case only).</summary>
internal static class Property
{
    public static void Holds<T>(Gen<T> cases, int count, ulong seed, Action<T> check)
    {
        var random = new PCG(1, seed);
        for (var i = 0; i < count; i++)
        {
            var value = cases.Generate(random, null, out _);
            try
            {
                check(value);
            }
            catch (Exception e)
            {
                throw new Xunit.Sdk.XunitException($"case {i} of seed {seed}: {e.Message}", e);
            }
        }
    }
}
