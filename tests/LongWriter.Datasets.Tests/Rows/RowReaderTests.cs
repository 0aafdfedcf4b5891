using DuckDB.NET.Data;
using LongWriter.Fakes;

namespace LongWriter.Datasets.Rows;

public sealed class RowReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{}", "has neither 'messages' nor 'conversations'")]
    [InlineData("""{"messages":null}""", "has neither 'messages' nor 'conversations'")]
    [InlineData("""{"messages":"hi"}""", "'messages' is a text, not a list of turns")]
    [InlineData("""{"messages":[]}""", "'messages' is empty")]
    [InlineData("""{"messages":[7]}""", "'messages[0]' is a number, not a turn")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "'messages[0]' has no 'content'")]
    [InlineData("""{"messages":[{"role":"user","content":3}]}""", "'messages[0].content' is a number, not a text")]
    [InlineData("""{"messages":[{"role":"robot","content":"a"}]}""", "'messages[0].role' is 'robot', none of system, user, assistant")]
    [InlineData("""{"messages":[{"role":"user","content":"a"}]}""", "the last turn of 'messages' is the user's, not the assistant's")]
    [InlineData("""{"messages":[{"role":"assistant","content":"a"}]}""", "'messages[0]' is the assistant's where the user's turn is due")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":" "}]}""", "'messages[1]' says nothing")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"\ud800"}]}""", "holds half a character (an unpaired \\ud800 to \\udfff)")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}],"length":-1}""", "'length' is a number, not a whole number from 0")]
    [InlineData("""{"messages":[{"role":"system","content":"s"},{"role":"system","content":"s"}]}""", "'messages[1]' is the system's where the user's turn is due")]
    public async Task What_is_wrong_with_a_chat_is_told(string line, string problem) =>
        Assert.Equal([new Located<ChatRow>(1, null, problem)], await RowReader.ChatsAsync(_folder.Write("a.jsonl", line), TestContext.Current.CancellationToken).ListAsync());

    [Theory]
    [InlineData("""{"prompt":"a","chosen":[],"rejected":[]}""", "'prompt' is a text, not a list of turns")]
    [InlineData("""{"prompt":[{"role":"user","content":"a"}],"rejected":[]}""", "has no 'chosen'")]
    [InlineData("""{"prompt":[{"role":"user","content":"a"}],"chosen":[{"role":"user","content":"b"}],"rejected":[]}""", "'chosen' is not one turn of the assistant with a text")]
    [InlineData("""{"prompt":[{"role":"user","content":"a"}],"chosen":[{"role":"assistant","content":"b"}],"rejected":[{"role":"assistant","content":"b"}]}""", "'chosen' and 'rejected' are the same text")]
    public async Task What_is_wrong_with_a_pair_is_told(string line, string problem) =>
        Assert.Equal([new Located<PreferenceRow>(1, null, problem)], await RowReader.PreferencesAsync(_folder.Write("a.jsonl", line), TestContext.Current.CancellationToken).ListAsync());

    [Theory]
    [InlineData("""{"instruction":"Write 500 words","type":"News Report","id":7}""", "Write 500 words", "7", null)]
    [InlineData("""{"prompt":" Write it "}""", "Write it", "", null)]
    [InlineData("""{"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},{"role":"assistant","content":"a"}]}""", "u", "", "a")]
    [InlineData("""{"text":"A long text"}""", "", "", "A long text")]
    public async Task Instructions_are_read_as_people_bring_them(string line, string instruction, string id, string? answer)
    {
        var row = Assert.Single(await RowReader.InstructionsAsync(_folder.Write("a.jsonl", line), TestContext.Current.CancellationToken).ListAsync()).Row!;

        Assert.Equal((instruction, id, answer), (row.Instruction, row.Id, row.Answer));
    }

    [Fact]
    public async Task Chats_of_ShareGPT_are_read_by_the_same_three_roles()
    {
        var path = _folder.Write("a.jsonl", """{"conversations":[{"from":"human","value":"Write 300 words"},{"from":"gpt","value":"one two"}]}""");

        var row = Assert.Single(await RowReader.ChatsAsync(path, TestContext.Current.CancellationToken).ListAsync()).Row!;

        Assert.Equal([new Turn("user", "Write 300 words"), new Turn("assistant", "one two")], row.Messages);
        Assert.Equal((300, 2), (row.Length, row.Words));
    }

    [Fact]
    public async Task A_Parquet_file_that_is_cut_off_is_refused_by_the_byte()
    {
        var path = await SampleRows.WriteAsync(_folder["a.parquet"], SampleRows.Chat("a", "b"));
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        var footer = BitConverter.ToInt32(bytes, bytes.Length - 8);
        foreach (var length in new[] { 0, 3, 40, bytes.Length / 2, bytes.Length - 1 })
        {
            var told = length < 12 ? $"is no Parquet file: it has {length} bytes" : FormattableString.Invariant($"is cut off: it ends at byte {length:N0} without a footer");
            Assert.Contains(told, await ProblemAsync(bytes[..length]), StringComparison.Ordinal);
        }

        Assert.Contains("does not begin with PAR1", await ProblemAsync([.. "{\"a\":1}"u8, .. bytes[8..]]), StringComparison.Ordinal);
        Assert.Contains("has a footer of 16,777,215 bytes by its own account", await ProblemAsync([.. bytes[..^8], 0xFF, 0xFF, 0xFF, 0, .. bytes[^4..]]), StringComparison.Ordinal);
        Assert.Contains("has a footer that cannot be read", await ProblemAsync([.. bytes[..^(8 + footer)], .. Enumerable.Repeat((byte)0xFF, footer), .. bytes[^8..]]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_in_a_Parquet_file_takes_the_rows_of_its_row_group_each_told_and_no_other()
    {
        var path = await SampleRows.WriteAsync(_folder["a.parquet"], Enumerable.Range(0, 5).Select(i => SampleRows.Chat("Write", new string((char)('a' + i), 9 << 20), $"r{i}")));
        Damage(path, group: 1);

        var rows = await RowReader.ChatsAsync(path, TestContext.Current.CancellationToken).ListAsync();

        Assert.Equal([1L, 2, 3, 4, 5], rows.Select(row => row.Line));
        Assert.Equal(["r0", "r1", null, null, "r4"], rows.Select(row => row.Row?.Id));
        Assert.All(rows[2..4], row => Assert.StartsWith("is in a row group of 2 rows that is damaged: ", row.Problem, StringComparison.Ordinal));
        var refused = await Assert.ThrowsAsync<DataFileException>(() => RowReader.ChatsAsync(path, TestContext.Current.CancellationToken).RefuseBadAsync(path, TestContext.Current.CancellationToken));
        Assert.StartsWith($"{path}: row 3 is in a row group", refused.Message, StringComparison.Ordinal);
    }

    private async Task<string> ProblemAsync(byte[] bytes) =>
        (await Assert.ThrowsAsync<DataFileException>(() => RowReader.ChatsAsync(_folder.Write("cut.parquet", bytes), TestContext.Current.CancellationToken).ListAsync())).Message;

    /// <summary>Overwrites the pages of a row group.</summary>
    private static void Damage(string path, int group)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT CAST(min(data_page_offset) AS BIGINT), CAST(sum(total_compressed_size) AS BIGINT) FROM parquet_metadata('{path}') WHERE row_group_id = {group}";
        using var found = command.ExecuteReader();
        Assert.True(found.Read());
        using var file = File.OpenWrite(path);
        file.Position = found.GetInt64(0);
        file.Write(Enumerable.Repeat((byte)0xAB, (int)found.GetInt64(1)).ToArray());
    }
}
