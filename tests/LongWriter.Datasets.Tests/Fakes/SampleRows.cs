using LongWriter.Datasets.Rows;

namespace LongWriter.Fakes;

/// <summary>Rows for tests.</summary>
internal static class SampleRows
{
    public static ChatRow Chat(string instruction, string answer, string id = "") =>
        new([new Turn(Turn.User, instruction), new Turn(Turn.Assistant, answer)]) { Id = id, Length = Text.TargetLength.Read(instruction), Words = Text.WordCount.Of(answer) };

    public static async Task<string> WriteAsync(string path, params IEnumerable<ChatRow> rows)
    {
        await using var writer = await RowWriter.CreateAsync(path, RowForm.Chat, TestContext.Current.CancellationToken);
        foreach (var row in rows)
        {
            await writer.WriteAsync(row, TestContext.Current.CancellationToken);
        }

        await writer.CompleteAsync(TestContext.Current.CancellationToken);
        return path;
    }

    public static async Task<List<T>> ListAsync<T>(this IAsyncEnumerable<T> values)
    {
        var list = new List<T>();
        await foreach (var value in values)
        {
            list.Add(value);
        }

        return list;
    }
}
