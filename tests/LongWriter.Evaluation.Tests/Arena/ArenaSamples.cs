using LongWriter.Evaluation.Arena;
using LongWriter.Evaluation.Running;

namespace LongWriter.Fakes;

/// <summary>Two runs of one suite, made up.</summary>
internal static class ArenaSamples
{
    public static ArenaRun Run(string name, params string[] responses) =>
        new(name, Info(name), [.. responses.Select((response, i) => Prediction(i + 1, i % 2 == 0 ? $"Write about bridge {i + 1}." : $"写一篇关于第{i + 1}座桥的文章。", response, i % 2 == 0 ? 300 : 3000))]);

    public static ArenaMatch Match(int items = 6, long seed = 1) =>
        ArenaMatch.Of(Run("secret-alpha", Texts("one", items)), Run("secret-beta", Texts("two", items)), seed);

    public static Vote Vote(ArenaMatch match, string voter, int item, Choice choice, bool firstOnLeft = true, double seconds = 30) =>
        new(voter, match.Items[item].Id, match.Items[item].Sample, choice, firstOnLeft, seconds, DateTimeOffset.UnixEpoch.AddSeconds(item));

    private static string[] Texts(string mark, int count) => [.. Enumerable.Range(1, count).Select(i => $"# Text {i}\n\nWritten by {mark}, item {i}.")];

    public static RunInfo Info(string name) => new(RunInfo.Current, "bridges", "aa", $"model/{name}", "direct", 1, 7) { Created = DateTimeOffset.UnixEpoch };

    public static Prediction Prediction(int id, string prompt, string response, int length) => new(prompt, "Popular Science", length, response, 5) { Id = $"{id}" };
}
