using CsCheck;
using DuckDB.NET.Data;
using LongWriter.Fakes;

namespace LongWriter.Datasets.Rows;

public sealed class RowWriterTests : IDisposable
{
    /// <summary>Texts that a format could trip over.</summary>
    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.OneOf(new[] { "\"quoted\"", "line\nend", "写一篇文章", "tab\there", "back\\slash", "e\u0301 😀", "a\u2028b", "a,b", "null" }.Select(Gen.Const).ToArray()),
        Gen.String[Gen.Char[' ', '~'], 1, 200].Where(text => !string.IsNullOrWhiteSpace(text)));

    private static readonly Gen<ChatRow> s_row =
        from turns in s_text.List[1, 3]
        from answer in s_text
        from id in s_text
        from type in s_text.Select(text => text.Length % 2 == 0 ? text : (string?)null)
        from length in Gen.Int[1, 100_000].Select(number => number % 2 == 0 ? number : (int?)null)
        select new ChatRow([.. turns.SelectMany(turn => new[] { new Turn(Turn.User, turn), new Turn(Turn.Assistant, answer) })]) { Id = id, Type = type, Length = length ?? Text.TargetLength.Read(turns[^1]), Words = 3 };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rows.jsonl")]
    [InlineData("rows.parquet")]
    public void What_is_written_is_read_again(string name) =>
        s_row.List[0, 20].Each(25, rows =>
        {
            SampleRows.WriteAsync(_folder[name], rows).GetAwaiter().GetResult();

            var read = RowReader.ChatsAsync(_folder[name], TestContext.Current.CancellationToken).ToBlockingEnumerable(TestContext.Current.CancellationToken).ToList();
            Assert.All(read, row => Assert.Null(row.Problem));
            Assert.Equal(rows.Select(Shown), read.Select(row => Shown(row.Row!)));
            Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => (long)i), read.Select(row => row.Line));
        });

    [Fact]
    public async Task Another_library_reads_the_turns_as_a_list_of_structs_over_several_row_groups()
    {
        var rows = Enumerable.Range(0, 5).Select(i => SampleRows.Chat($"Write {300 + i} words, 写", new string((char)('a' + i), 9 << 20), $"r{i}")).ToList();
        await SampleRows.WriteAsync(_folder["rows.parquet"], rows);

        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Assert.Equal(["id VARCHAR", "messages STRUCT(\"role\" VARCHAR, \"content\" VARCHAR)[]", "type VARCHAR", "length INTEGER", "words INTEGER"], Query(connection, "select column_name || ' ' || column_type from (describe select * from '{0}')"));
        Assert.Equal(["3"], Query(connection, "select count(distinct row_group_id)::varchar from parquet_metadata('{0}')"));
        Assert.Equal(rows.Select(row => $"{row.Id} {row.Length} 1 [] user {row.Instruction} assistant {9 << 20} {row.Answer[0]}"), Query(connection, "select id || ' ' || length::varchar || ' ' || words::varchar || ' ' || '[' || type || ']' || ' ' || messages[1].role || ' ' || messages[1].content || ' ' || messages[2].role || ' ' || length(messages[2].content)::varchar || ' ' || messages[2].content[1] from '{0}'"));
    }

    [Fact]
    public async Task Another_library_reads_pairs()
    {
        await using (var writer = await RowWriter.CreateAsync(_folder["pairs.parquet"], RowForm.Preference, TestContext.Current.CancellationToken))
        {
            await writer.WriteAsync(new PreferenceRow([new Turn("user", "p")], [new Turn("assistant", "c")], [new Turn("assistant", "r")]) { Id = "1" }, TestContext.Current.CancellationToken);
            await writer.CompleteAsync(TestContext.Current.CancellationToken);
        }

        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Assert.Equal(["[{'role': user, 'content': p}][{'role': assistant, 'content': c}][{'role': assistant, 'content': r}]"], Query(connection, "select prompt::varchar || chosen::varchar || rejected::varchar from '{0}'", "pairs.parquet"));
    }

    [Theory]
    [InlineData("rows.jsonl")]
    [InlineData("rows.parquet")]
    public async Task A_file_that_is_not_completed_leaves_the_old_one_and_nothing_else(string name)
    {
        _folder.Write(name, "old");
        await using (var writer = await RowWriter.CreateAsync(_folder[name], RowForm.Chat, TestContext.Current.CancellationToken))
        {
            await writer.WriteAsync(SampleRows.Chat("a", "b"), TestContext.Current.CancellationToken);
        }

        Assert.Equal([name], _folder.Files);
        Assert.Equal("old", await File.ReadAllTextAsync(_folder[name], TestContext.Current.CancellationToken));
    }

    private static string Shown(ChatRow row) => $"{row.Id}|{row.Type}|{row.Length}|{row.Words}|{string.Join('|', row.Messages)}";

    private List<string> Query(DuckDBConnection connection, string sql, string name = "rows.parquet")
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql.Replace("{0}", _folder[name], StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }
}
