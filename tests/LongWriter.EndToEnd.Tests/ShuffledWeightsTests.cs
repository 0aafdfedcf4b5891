using LongWriter.Formats.Gguf;
using LongWriter.Text;

namespace LongWriter.EndToEnd.Tests;

/// <summary>The text comes from the weights: with the same file and shuffled weights nothing readable comes out.</summary>
public class ShuffledWeightsTests
{
    [Fact]
    public async Task With_shuffled_weights_the_checks_fail()
    {
        using var folder = new TempFolder();
        var shuffled = folder["shuffled.gguf"];
        Shuffle(Path.Combine(AppContext.BaseDirectory, "models", "longwriter-nano.gguf"), shuffled);

        var result = await CliProcess.RunAsync(folder.Path, "write", "Write a 1,000-word article on the history of the Roman Empire", "-m", shuffled, "-o", "rome.md");

        if (result.ExitCode == 0)
        {
            var text = await File.ReadAllTextAsync(folder["rome.md"], TestContext.Current.CancellationToken);
            Assert.True(LengthScore.Of(1000, WordCount.Of(text)) < 85 || !text.Split("\n## ")[1..].All(section => section.Contains("Roman Empire", StringComparison.Ordinal)));
        }
        else
        {
            Assert.Equal(3, result.ExitCode);
        }
    }

    /// <summary>Shuffles the blocks inside every matrix: same header, same values, another order.</summary>
    private static void Shuffle(string source, string target)
    {
        var bytes = File.ReadAllBytes(source);
        var random = new Random(1);
        using (var file = GgufFile.Open(source))
        {
            foreach (var tensor in file.Tensors.Values.Where(tensor => tensor.Type == GgmlType.Q8_0))
            {
                var blocks = Enumerable.Range(0, (int)(tensor.ByteLength / GgmlTypes.Q8BlockBytes))
                    .Select(block => bytes.AsSpan((int)tensor.Offset + (block * GgmlTypes.Q8BlockBytes), GgmlTypes.Q8BlockBytes).ToArray()).ToArray();
                random.Shuffle(blocks);
                blocks.SelectMany(block => block).ToArray().CopyTo(bytes, tensor.Offset);
            }
        }

        File.WriteAllBytes(target, bytes);
    }
}
