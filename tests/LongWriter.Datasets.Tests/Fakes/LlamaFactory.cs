using System.Text.Json;

namespace LongWriter.Fakes;

/// <summary>What LLaMA-Factory does with a data set of its "sharegpt" form (its src/llamafactory/data/parser.py and converter.py); what it would pass over throws here.</summary>
internal static class LlamaFactory
{
    /// <param name="folder">Its <c>dataset_dir</c>.</param>
    /// <param name="name">Its <c>dataset</c>.</param>
    /// <returns>The prompt's turns and the answers: one, or the better and the worse.</returns>
    public static List<(string[] Prompt, string[] Answers)> Read(string folder, string name)
    {
        var told = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "dataset_info.json"))).RootElement.GetProperty(name);
        Assert.Equal("sharegpt", told.GetProperty("formatting").GetString());
        var isRanking = told.TryGetProperty("ranking", out var ranking) && ranking.GetBoolean();
        return [.. File.ReadLines(Path.Combine(folder, told.GetProperty("file_name").GetString()!)).Select(line => Row(JsonDocument.Parse(line).RootElement, told, isRanking))];
    }

    private static (string[] Prompt, string[] Answers) Row(JsonElement row, JsonElement told, bool isRanking)
    {
        var (columns, tags) = (told.GetProperty("columns"), told.GetProperty("tags"));
        var turns = row.GetProperty(Name(columns, "messages")).EnumerateArray().Select(Turn).ToList();
        if (turns[0].Role == Name(tags, "system_tag"))
        {
            turns.RemoveAt(0);
        }

        Assert.All(turns.Index(), turn => Assert.Equal(Name(tags, turn.Index % 2 == 0 ? "user_tag" : "assistant_tag"), turn.Item.Role));
        Assert.Equal(isRanking ? 1 : 0, turns.Count % 2);
        if (!isRanking)
        {
            return ([.. turns[..^1].Select(turn => turn.Text)], [turns[^1].Text]);
        }

        var answers = new[] { "chosen", "rejected" }.Select(side => Turn(row.GetProperty(Name(columns, side)))).ToList();
        Assert.All(answers, answer => Assert.Equal(Name(tags, "assistant_tag"), answer.Role));
        return ([.. turns.Select(turn => turn.Text)], [.. answers.Select(answer => answer.Text)]);

        (string Role, string Text) Turn(JsonElement turn) => (turn.GetProperty(Name(tags, "role_tag")).GetString()!, turn.GetProperty(Name(tags, "content_tag")).GetString()!);
    }

    private static string Name(JsonElement names, string name) => names.GetProperty(name).GetString()!;
}
