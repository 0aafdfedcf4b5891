using System.Text.Json;
using LongWriter.Datasets.Mixing;
using LongWriter.Fakes;

namespace LongWriter.Datasets.Rows;

/// <summary>What TRL, LLaMA-Factory and Hugging Face datasets ask of a file, row by row; Parquet as another library sees it is in <see cref="RowWriterTests"/>.</summary>
public sealed class OtherReadersTests : IDisposable
{
    /// <summary>The columns by which TRL tells what a data set is for (its trl/data_utils.py).</summary>
    private static readonly string[] s_columnsOfTrl = ["prompt", "completion", "chosen", "rejected", "messages", "label"];

    private static readonly ChatRow[] s_chats =
    [
        SampleRows.Chat("Write", "An answer"),
        SampleRows.Chat("Write 300 words", "Another", "a") with { Type = "Essay" },
        new([new Turn("system", "Be brief"), new Turn("user", "Hi"), new Turn("assistant", "Hello"), new Turn("user", "Write"), new Turn("assistant", "Once")]),
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_column_has_one_type_in_all_rows_whatever_is_known_of_them()
    {
        await SampleRows.WriteAsync(_folder["rows.jsonl"], s_chats);

        Assert.Equal("{\"id\":\"\",\"messages\":[{\"role\":\"user\",\"content\":\"Write\"},{\"role\":\"assistant\",\"content\":\"An answer\"}],\"type\":\"\",\"length\":0,\"words\":2}", File.ReadLines(_folder["rows.jsonl"]).First());
        var types = Rows("rows.jsonl").Select(row => string.Join(' ', row.EnumerateObject().Select(column => $"{column.Name} {column.Value.ValueKind}"))).Distinct(StringComparer.Ordinal);
        Assert.Equal("id String messages Array type String length Number words Number", Assert.Single(types));
    }

    [Fact]
    public async Task TRL_sees_chats_to_train_on()
    {
        await SampleRows.WriteAsync(_folder["rows.jsonl"], s_chats);

        Assert.Equal(3, Rows("rows.jsonl").Count);
        Assert.All(Rows("rows.jsonl"), row => AssertConversational(row, "messages"));
    }

    [Fact]
    public async Task TRL_sees_pairs_whose_prompt_ends_with_the_user()
    {
        await using (var writer = await RowWriter.CreateAsync(_folder["pairs.jsonl"], RowForm.Preference, TestContext.Current.CancellationToken))
        {
            await writer.WriteAsync(new PreferenceRow([new Turn("user", "p")], [new Turn("assistant", "c")], [new Turn("assistant", "r")]), TestContext.Current.CancellationToken);
            await writer.CompleteAsync(TestContext.Current.CancellationToken);
        }

        var row = Assert.Single(Rows("pairs.jsonl"));
        AssertConversational(row, "prompt", "chosen", "rejected");
        Assert.Equal("user", row.GetProperty("prompt").EnumerateArray().Last().GetProperty("role").GetString());
    }

    [Fact]
    public async Task LLaMA_Factory_takes_every_row_of_a_set_that_was_capped_or_mixed()
    {
        var cancel = TestContext.Current.CancellationToken;
        await SampleRows.WriteAsync(_folder["rows.jsonl"], s_chats);
        await SampleRows.WriteAsync(_folder["general.jsonl"], SampleRows.Chat("Say hi", "Hi"));

        await new Cap(_folder["rows.jsonl"], 100, new ManualTime()).RunAsync(_folder["short.jsonl"], cancel);
        await new Mix(_folder["short.jsonl"], _folder["general.jsonl"], 0.3, 0, new ManualTime()).RunAsync(_folder["mixed.jsonl"], cancel);

        Assert.Equal(["An answer", "Another", "Once"], LlamaFactory.Read(_folder.Root, "short").Select(row => Assert.Single(row.Answers)));
        Assert.Equal(["An answer", "Another", "Hi", "Once"], LlamaFactory.Read(_folder.Root, "mixed").Select(row => Assert.Single(row.Answers)).Order(StringComparer.Ordinal));
    }

    private static void AssertConversational(JsonElement row, params string[] columns)
    {
        Assert.Equal(columns, row.EnumerateObject().Select(column => column.Name).Where(s_columnsOfTrl.Contains));
        Assert.All(columns, column => Assert.All(row.GetProperty(column).EnumerateArray(), turn =>
            Assert.Equal(["role", "content"], turn.EnumerateObject().Select(part => part.Name))));
    }

    private List<JsonElement> Rows(string name) => [.. File.ReadLines(_folder[name]).Select(line => JsonDocument.Parse(line).RootElement)];
}
