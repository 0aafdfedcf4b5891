using System.Text.Json;
using LongWriter.Text;

namespace LongWriter.Nano.Tests;

public class InstructionFileTests
{
    [Fact]
    public void Each_row_states_one_length_between_the_bounds_and_no_evaluation_subject()
    {
        var lengths = new List<int>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in Compose(seed: 3, 400).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var row = JsonDocument.Parse(line);
            var instruction = row.RootElement.GetProperty("instruction").GetString()!;
            Assert.False(HeldOut.Contains(instruction));
            Assert.True(names.Add(row.RootElement.GetProperty("id").GetString()!));
            lengths.Add(TargetLength.Read(instruction) ?? 0);
        }

        Assert.Equal(400, lengths.Count);
        Assert.All(lengths, length => Assert.InRange(length, 100, 2000));

        // Evenly drawn on a logarithmic scale: 250 lies three tenths of the way from 100 to 2,000.
        Assert.InRange(lengths.Count(length => length <= 250), 100, 160);
    }

    [Fact]
    public void The_same_seed_composes_the_same_rows_and_another_seed_others()
    {
        Assert.Equal(Compose(1, 20), Compose(1, 20));
        Assert.NotEqual(Compose(1, 20), Compose(2, 20));
    }

    private static string Compose(int seed, int count)
    {
        var text = new StringWriter { NewLine = "\n" };
        new InstructionFile(new Bank(Repository.Bank), seed).Write(text, count, 100, 2000);
        return text.ToString();
    }
}
