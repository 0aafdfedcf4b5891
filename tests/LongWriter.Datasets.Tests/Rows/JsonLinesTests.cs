using System.Text;
using CsCheck;
using LongWriter.Fakes;

namespace LongWriter.Datasets.Rows;

public sealed class JsonLinesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_line_of_a_hostile_file_is_told_by_its_number()
    {
        byte[] bytes =
        [
            .. Encoding.UTF8.Preamble, .. "{\"a\":1}\r\n"u8, .. "\n  \t\r\n"u8, .. "{\"a\":\n"u8, 0xC3, 0x28, (byte)'\n', .. "[1]\n"u8, .. "{\"a\":\"x\" oops}\n"u8, .. "{\"a\":2}"u8,
        ];

        Assert.Equal(
            ["1: 1", "4: is no JSON: at byte 6", "5: is not UTF-8", "6: is a list, not an object", "7: is no JSON: at byte 10", "8: 2"],
            await ReadAsync(_folder.Write("a.jsonl", bytes)));
    }

    [Fact]
    public async Task A_line_longer_than_any_row_is_passed_over_and_those_behind_it_are_read()
    {
        var path = _folder.Write("a.jsonl", $"{{\"a\":1}}\n{{\"a\":\"{new string('x', 3 << 20)}\"}}\n{{\"a\":2}}\n{{\"a\":\"{new string('y', 3 << 20)}\"}}");

        Assert.Equal(["1: 1", "2: is longer than 1 MiB", "3: 2", "4: is longer than 1 MiB"], await ReadAsync(path, 1 << 20));
    }

    [Fact]
    public async Task A_file_in_utf_16_is_refused_with_what_to_do()
    {
        var problem = await Assert.ThrowsAsync<DataFileException>(() => ReadAsync(_folder.Write("a.jsonl", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray())));

        Assert.Contains("is UTF-16; convert it first", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_has_no_rows_and_one_that_is_missing_is_told()
    {
        Assert.Empty(await ReadAsync(_folder.Write("a.jsonl", "")));
        Assert.EndsWith("there is no such file", (await Assert.ThrowsAsync<DataFileException>(() => ReadAsync(_folder["b.jsonl"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_any_length_are_read_whole_wherever_the_buffer_ends() =>
        Gen.Int[0, 100_000].List[1, 12].Each(30, lengths =>
        {
            var path = _folder.Write("a.jsonl", string.Join('\n', lengths.Select((length, i) => $"{{\"a\":{i},\"b\":\"{new string('é', length)}\"}}")));
            var found = new List<int>();
            foreach (var (line, json, problem) in new JsonLines(path).ReadAsync(TestContext.Current.CancellationToken).ToBlockingEnumerable(TestContext.Current.CancellationToken))
            {
                Assert.Null(problem);
                Assert.Equal(found.Count + 1, line);
                found.Add(json.GetProperty("b").GetString()!.Length);
            }

            Assert.Equal(lengths, found);
        });

    private static async Task<List<string>> ReadAsync(string path, int most = JsonLines.MostBytes)
    {
        var lines = new List<string>();
        await foreach (var (line, json, problem) in new JsonLines(path, most).ReadAsync(TestContext.Current.CancellationToken))
        {
            lines.Add($"{line}: {problem ?? json.GetProperty("a").ToString()}");
        }

        return lines;
    }
}
