using System.Globalization;
using System.Text.Json;
using LongWriter.Text;

namespace LongWriter.Tests;

/// <summary>
/// The lengths of the 120 instructions of LongBench-Write, which the paper's scorer takes from a field beside each. The file is not
/// ours: <c>LONGWRITER_LONGBENCH</c> names <c>evaluation/longbench_write.jsonl</c> of THUDM/LongWriter.
/// </summary>
public class LongBenchWriteTests
{
    [Fact]
    public void Lengths_are_read_right_or_not_at_all()
    {
        if (Environment.GetEnvironmentVariable("LONGWRITER_LONGBENCH") is not { Length: > 0 } file)
        {
            Assert.Skip("LONGWRITER_LONGBENCH names no file: evaluation/longbench_write.jsonl of THUDM/LongWriter is not part of this repository");
            return;
        }

        var (all, literal, right, rightLiteral) = (0, 0, 0, 0);
        var unknown = new List<int>();
        var wrong = new List<string>();
        foreach (var line in File.ReadLines(file))
        {
            using var json = JsonDocument.Parse(line);
            var (prompt, length) = (json.RootElement.GetProperty("prompt").GetString()!, json.RootElement.GetProperty("length").GetInt32());
            var words = TargetLength.Read(prompt);
            var isLiteral = prompt.Replace(",", "", StringComparison.Ordinal).Contains(length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            all++;
            literal += isLiteral ? 1 : 0;
            right += words == length ? 1 : 0;
            rightLiteral += words == length && isLiteral ? 1 : 0;
            if (words is null)
            {
                unknown.Add(all);
            }
            else if (words != length)
            {
                wrong.Add($"line {all}: {words} instead of {length}");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{all} instructions: {right} right, {unknown.Count} unknown (lines {string.Join(", ", unknown)}), {wrong.Count} wrong; of {literal} that state the number in digits {rightLiteral} right");
        Assert.Equal(120, all);
        Assert.Empty(wrong);
        Assert.True(rightLiteral >= 105, $"{rightLiteral} of {literal}");
    }
}
