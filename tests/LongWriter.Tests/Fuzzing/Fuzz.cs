using System.Text.Json;

namespace LongWriter.Fuzzing;

/// <summary>Runs a reader on many mutated texts; a failure names the number that makes the text again, and the text.</summary>
internal static class Fuzz
{
    private const int Sample = 4000;
    private const int Full = 1_000_000;

    /// <summary>The share of texts that a reader takes lies between this and its complement: else one side is hardly tested.</summary>
    private const double LeastShare = 0.02;

    /// <summary>Whether the full counts were asked for.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long";

    /// <param name="takes">Whether the reader takes the text; throws where it does what it should not.</param>
    public static void Run(IReadOnlyList<string> corpus, Func<string, bool> takes)
    {
        var count = IsLong ? Full : Sample;
        var taken = 0;
        (int Number, string Text, Exception Problem)? failure = null;
        var gate = new Lock();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (number, state) =>
        {
            var text = Mutation.Of(number, corpus);
            try
            {
                if (takes(text))
                {
                    Interlocked.Increment(ref taken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                lock (gate)
                {
                    failure ??= (number, text, e);
                }

                state.Stop();
            }
        });

        Assert.True(failure is null, $"Mutation.Of({failure?.Number}, …), {JsonSerializer.Serialize(failure?.Text)}: {failure?.Problem}");
        Assert.InRange((double)taken / count, LeastShare, 1 - LeastShare);
    }
}
