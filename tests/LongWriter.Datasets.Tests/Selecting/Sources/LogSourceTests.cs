using System.Text;
using DuckDB.NET.Data;
using LongWriter.Datasets.Selecting.Sources;
using LongWriter.Fakes;

namespace LongWriter.Datasets.Tests.Selecting.Sources;

public sealed class LogSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lines_of_JSON_give_prompts_and_first_turns_of_the_user_and_the_broken_ones_their_place()
    {
        var path = Write("log.jsonl", Encoding.UTF8.GetBytes("""
            {"prompt": "one", "id": 7, "type": "Essay"}
            {"conversation": [{"role": "system", "content": "be brief"}, {"role": "user", "content": "two"}]}
            {"conversations": [{"from": "human", "value": "三"}, {"from": "gpt", "value": "x"}]}
            {"messages": [{"role": "user", "content": [{"type": "text", "text": "four"}]}]}
            {"prompt": "cut

            {"other": 1}
            {"prompt": null}
            {"prompt": "\ud800"}

            """).Concat(new byte[] { (byte)'{', 0xFF, (byte)'\n' }).ToArray());
        var rows = await ReadAsync(path);
        Assert.Equal(["one", "two", "三", "four", "", "", "", "", ""], rows.Select(row => row.Prompt));
        Assert.Equal([1, 2, 3, 4, 5, 7, 8, 9, 10], rows.Select(row => row.Row));
        Assert.Equal(("7", "Essay", null), (rows[0].Id, rows[0].Type, rows[1].Type));
        Assert.Equal([5, 7, 9, 10], rows.Where(row => row.Problem is not null).Select(row => row.Row));
        Assert.Contains("not UTF-8", rows[^1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_with_separators_keep_quotes_and_line_breaks_and_rows_of_another_width_are_told()
    {
        var path = Write("log.csv", "id,prompt,type\na,\"say \"\"hi\"\",\nthen go\",letter\nb\nc,three,\n"u8.ToArray());
        var rows = await ReadAsync(path);
        Assert.Equal(["say \"hi\",\nthen go", "", "three"], rows.Select(row => row.Prompt));
        Assert.Equal(["a", "", "c"], rows.Select(row => row.Id));
        Assert.Equal(["letter", null, null], rows.Select(row => row.Type));
        Assert.Equal((4L, "has 1 values where the header has 3"), (rows[1].Row, rows[1].Problem));
    }

    [Fact]
    public async Task Bytes_of_another_encoding_are_told()
    {
        var path = Write("log.csv", [.. "prompt\ncaf"u8, 0xE9, .. "\ngood\n"u8]);
        var rows = await ReadAsync(path);
        Assert.Equal(["is not UTF-8", null], rows.Select(row => row.Problem));
    }

    [Theory]
    [InlineData("[{'content': 'hi', 'role': 'system'}, {'content': 'Write ' || i, 'role': 'user'}] AS conversation", "Write ")]
    [InlineData("[{'from': 'human', 'value': 'Ask ' || i}] AS conversations", "Ask ")]
    [InlineData("'Say ' || i AS prompt", "Say ")]
    public async Task Parquet_gives_prompts_in_their_order(string columns, string prompt)
    {
        var path = Parquet($"SELECT 'n' || i AS id, 'kind' AS type, {columns} FROM range(5000) t(i)");
        var rows = await ReadAsync(path);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (i + 1L, $"n{i}", (string?)"kind", $"{prompt}{i}")), rows.Select(row => (row.Row, row.Id, row.Type, row.Prompt)));
    }

    [Fact]
    public async Task A_truncated_Parquet_file_is_told_and_of_a_damaged_one_every_row_is_counted()
    {
        var path = Parquet("SELECT md5(i::VARCHAR) || md5((i * 7)::VARCHAR) AS prompt FROM range(50000) t(i)", "ROW_GROUP_SIZE 2048");
        var bytes = File.ReadAllBytes(path);
        var row = Assert.Single(await ReadAsync(Write("cut.parquet", bytes[..(bytes.Length / 2)])));
        Assert.Equal(FormattableString.Invariant($"is cut off: it ends at byte {bytes.Length / 2:N0} without a footer, and no row can be found without it; bring the whole file"), row.Problem);

        // Damage within one row group, or two where it stands on their border, loses no more than those.
        Array.Fill(bytes, (byte)0xAB, bytes.Length / 2, 10_000);
        var rows = await ReadAsync(Write("damaged.parquet", bytes));
        var bad = rows.Where(found => found.Problem is not null).ToList();
        Assert.InRange(bad.Count, 1, 2);
        Assert.InRange(bad.Sum(found => found.Lost), 1, 2 * 2048);
        Assert.Equal(50_000, rows.Sum(found => found.Lost));
        Assert.Equal((50_000L, null), (rows[^1].Row, rows[^1].Problem));
        Assert.Equal(rows.Select(found => found.Row).Order(), rows.Select(found => found.Row));
        var whole = await ReadAsync(path);
        Assert.All(rows.Where(found => found.Problem is null), found => Assert.Equal(whole[(int)found.Row - 1].Prompt, found.Prompt));
    }

    [Fact]
    public async Task A_file_without_a_column_of_prompts_is_refused_with_those_it_has()
    {
        var csv = Write("log.csv", "name,age\na,1\n"u8.ToArray());
        var problem = await Assert.ThrowsAsync<DataFileException>(() => ReadAsync(csv));
        Assert.Contains("name, age", problem.Message, StringComparison.Ordinal);
        Assert.Contains("--column", problem.Message, StringComparison.Ordinal);
        var numbers = await Assert.ThrowsAsync<DataFileException>(() => ReadAsync(Parquet("SELECT 1 AS prompt")));
        Assert.Contains("INTEGER", numbers.Message, StringComparison.Ordinal);
        Assert.Equal("a", Assert.Single(await ReadAsync(csv, "name")).Prompt);
        Assert.Throws<DataFileException>(() => LogSource.Open(Write("log.xlsx", []), null));
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.Root, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string Parquet(string query, string options = "COMPRESSION snappy")
    {
        var path = Path.Combine(_folder.Root, "log.parquet");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY ({query}) TO '{path}' (FORMAT parquet, {options})";
        command.ExecuteNonQuery();
        return path;
    }

    private static async Task<List<LogRow>> ReadAsync(string path, string? column = null)
    {
        var rows = new List<LogRow>();
        await foreach (var row in LogSource.Open(path, column).ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(row);
        }

        return rows;
    }
}
