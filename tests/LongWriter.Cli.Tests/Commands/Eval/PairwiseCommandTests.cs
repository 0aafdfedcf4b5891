using System.Text.Json;
using LongWriter.Fakes;
using LongWriter.Providers.Tests.Servers;
using Reply = LongWriter.Providers.Tests.Servers.Reply;

namespace LongWriter.Cli.Tests.Eval;

public sealed class PairwiseCommandTests : IDisposable
{
    private static readonly OpenAIProtocol s_protocol = new();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Wins_are_told_with_their_interval_and_the_leaning_to_a_place()
    {
        // Items 1 and 2 with base first, then with tuned first: tuned wins the first item, and the second turns with the order.
        await using var server = await LoopbackServer.StartAsync(Answer("B"), Answer("A"), Answer("A"), Answer("A"));
        var (one, two) = (WrittenFolder.Create(_folder["base"], "m1", "One.", "Two."), WrittenFolder.Create(_folder["tuned"], "m2", "Eins.", "Zwei."));

        var outcome = await CompareAsync(server, one, two);

        Assert.Equal(ExitCodes.Done, outcome.Code);
        Assert.Equal(
            ["base against tuned: 25.0% (2.7–80.2), 0 won, 1 tied, 1 lost", "position: the first was preferred in 75.0% (30.1–95.4); 1 of 2 items turned with the order"],
            outcome.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("compared 4 of 4", outcome.ErrorLines[^1]);

        var again = await CompareAsync(server, one, two, "--json");
        Assert.Equal(4, server.Requests.Count);
        using var result = JsonDocument.Parse(again.Output);
        Assert.Equal(["base", "tuned"], result.RootElement.GetProperty("runs").EnumerateArray().Select(run => run.GetString()));
        var first = result.RootElement.GetProperty("results")[0];
        Assert.Equal((0.25, 0.0267), (first.GetProperty("win_rate").GetDouble(), Math.Round(first.GetProperty("interval").GetProperty("low").GetDouble(), 4)));
    }

    [Fact]
    public async Task Folders_that_cannot_be_told_apart_or_share_nothing_are_refused()
    {
        await using var server = await LoopbackServer.StartAsync(Answer("A"));
        Directory.CreateDirectory(_folder["x"]);
        var (one, same) = (WrittenFolder.Create(_folder["base"], "m1", "One."), WrittenFolder.Create(Path.Combine(_folder["x"], "base"), "m2", "Eins."));

        var outcome = await CompareAsync(server, one, same);
        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("two of the folders are called base", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);

        outcome = await CompareAsync(server, one, WrittenFolder.Create(_folder["none"], "m2"));
        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("these runs have no item in common; name evaluations of the same suite", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private static Task<Outcome> CompareAsync(LoopbackServer server, string one, string two, params string[] more) =>
        CommandLine.RunAsync(["eval", "pairwise", one, two, "--judge", $"{server.Url}v1#served", "--concurrency", "1", .. more]);

    private static Reply Answer(string better) => Replies.Stream(s_protocol.ContentType, s_protocol.Whole(new Answer($$"""{"Analysis": "So.", "Better": "{{better}}"}""")));
}
