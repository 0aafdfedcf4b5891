using System.Text;
using Parquet;
using Parquet.Serialization;

namespace LongWriter.Logs;

/// <summary>A turn of a logged chat, with the columns that published logs have.</summary>
internal sealed class LoggedTurn
{
    public string content { get; set; } = "";

    public string role { get; set; } = "";
}

/// <summary>A row of a log.</summary>
internal sealed class LoggedChat
{
    public string conversation_hash { get; set; } = "";

    public string model { get; set; } = "";

    public List<LoggedTurn> conversation { get; set; } = [];
}

/// <summary>
/// Chats drawn from a seed: made-up words with the frequencies of a language, a tenth of them requests for long texts in English or
/// Chinese, of which a tenth repeat an earlier one with words changed. An answer of some hundred words follows each.
/// </summary>
internal static class LogFile
{
    private const int GroupRows = 10_000;

    public static async Task WriteAsync(string path, int rows, int seed)
    {
        var draw = new Random(seed);
        var english = Words(draw, 20_000, "bcdfghklmnprstvwz", "aeiou");
        var earlier = new List<string>();
        await using var file = new FileStream(path, FileMode.Create);
        for (var first = 0; first < rows; first += GroupRows)
        {
            var chats = Enumerable.Range(first, Math.Min(GroupRows, rows - first)).Select(row => Chat(draw, english, earlier, row)).ToList();
            await ParquetSerializer.SerializeAsync(chats, file, new ParquetOptions { Append = first > 0 });
        }
    }

    private static LoggedChat Chat(Random draw, string[] english, List<string> earlier, int row) => new()
    {
        conversation_hash = $"{row:x8}{draw.NextInt64():x16}",
        model = "synthetic",
        conversation = [new LoggedTurn { role = "user", content = Request(draw, english, earlier) }, new LoggedTurn { role = "assistant", content = Text(draw, english, draw.Next(100, 720)) }],
    };

    private static string Request(Random draw, string[] english, List<string> earlier)
    {
        if (draw.Next(10) > 0)
        {
            return Text(draw, english, draw.Next(5, 120));
        }

        if (earlier.Count > 100 && draw.Next(10) == 0)
        {
            var words = earlier[draw.Next(earlier.Count)].Split(' ');
            return string.Join(' ', words.Select(word => draw.Next(8) == 0 ? english[Rank(draw, english.Length)] : word));
        }

        var length = 1000 * draw.Next(1, 13);
        var request = draw.Next(3) == 0
            ? $"请写一篇{length}字的文章，内容如下：{new string([.. Enumerable.Range(0, draw.Next(20, 100)).Select(_ => (char)(0x4E00 + Rank(draw, 4000)))])}"
            : $"Please write a {length}-word text about the {Text(draw, english, draw.Next(10, 60))}";
        if (earlier.Count < 50_000)
        {
            earlier.Add(request);
        }

        return request;
    }

    private static string Text(Random draw, string[] words, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : i % 12 == 0 ? ". the " : i % 4 == 0 ? " of " : " ").Append(words[Rank(draw, words.Length)]);
        }

        return text.ToString();
    }

    /// <summary>Small numbers often, as words of a language are spread.</summary>
    private static int Rank(Random draw, int count) => (int)Math.Pow(count, draw.NextDouble()) - 1;

    private static string[] Words(Random draw, int count, string consonants, string vowels) =>
        [.. Enumerable.Range(0, count).Select(i => string.Concat(Enumerable.Range(0, 1 + draw.Next(1, 4)).Select(_ => $"{consonants[draw.Next(consonants.Length)]}{vowels[draw.Next(vowels.Length)]}")))];
}
