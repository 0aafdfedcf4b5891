using CsCheck;

namespace LongWriter.Providers.Fakes;

/// <summary>Checks a property on values drawn with a fixed seed: every run of the tests checks the same ones.</summary>
internal static class Seeded
{
    public static void Each<T>(this Gen<T> gen, int count, Action<T> check)
    {
        var random = new PCG(1, 20260801);
        for (var i = 0; i < count; i++)
        {
            var value = gen.Generate(random, null, out _);
            try
            {
                check(value);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"value {i}: {value}\n{e.Message}", e);
            }
        }
    }
}
