using System.Net;
using System.Text;
using System.Text.Json;
using LongWriter.Evaluation.Arena;
using LongWriter.Fakes;

namespace LongWriter.Server.Tests.Arena;

public class ArenaServerTests
{
    [Fact]
    public async Task Names_of_runs_and_models_leave_only_with_the_results_which_come_after_the_last_vote()
    {
        await using var served = await ServedArena.StartAsync(ArenaSamples.Match(4));
        var seen = new StringBuilder();
        async Task SeeAsync(HttpResponseMessage response) => seen.Append(response.Headers).Append(response.Content.Headers).Append(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        foreach (var path in (string[])["", "arena.js", "panes.js", "results.js", "arena.css", "api/progress?voter=Ada", "api/nothing", "api/items/9?voter=Ada"])
        {
            await SeeAsync(await served.GetAsync(path));
        }

        for (var item = 1; item <= 4; item++)
        {
            await SeeAsync(await served.GetAsync($"api/items/{item}?voter=Ada"));
            var early = await served.GetAsync("api/results?voter=Ada");
            Assert.Equal(HttpStatusCode.Forbidden, early.StatusCode);
            await SeeAsync(early);
            await SeeAsync(await served.VoteAsync("Ada", item, "tie"));
        }

        Assert.Contains("Written by one", seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-", seen.ToString(), StringComparison.Ordinal);
        var results = await served.JsonAsync("api/results?voter=Ada");
        Assert.Equal("secret-alpha", results.GetProperty("first").GetProperty("name").GetString());
        Assert.Equal("model/secret-beta", results.GetProperty("second").GetProperty("model").GetString());

        // Who has not voted on all of it is still told nothing.
        Assert.Equal(HttpStatusCode.Forbidden, (await served.GetAsync("api/results?voter=Ben")).StatusCode);
    }

    [Theory]
    [InlineData("left")]
    [InlineData("right")]
    public async Task A_vote_goes_to_the_run_whose_text_stood_there(string side)
    {
        await using var served = await ServedArena.StartAsync(ArenaSamples.Match(6));
        for (var number = 1; number <= 6; number++)
        {
            var item = await served.JsonAsync($"api/items/{number}?voter=Ada");
            var isFirst = item.GetProperty(side).GetString()!.Contains("Written by one", StringComparison.Ordinal);
            Assert.Equal(!isFirst, item.GetProperty(side).GetString()!.Contains("Written by two", StringComparison.Ordinal));
            Assert.Equal(JsonValueKind.Null, item.GetProperty("vote").ValueKind);
            Assert.Equal(HttpStatusCode.OK, (await served.VoteAsync(" Ada ", number, side)).StatusCode);
            var vote = served.Votes.Read("Ada").Single(vote => vote.Id == served.Match.Items[number - 1].Id);
            Assert.Equal(isFirst ? Choice.First : Choice.Second, vote.Choice);
            Assert.Equal(isFirst == (side == "left"), vote.FirstOnLeft);
            Assert.Equal(12.5, vote.Seconds);
            Assert.Equal(side, (await served.JsonAsync($"api/items/{number}?voter=Ada")).GetProperty("vote").GetString());
        }

        Assert.Equal(3, served.Votes.Read().Count(vote => vote.Choice == Choice.First));
    }

    [Fact]
    public async Task A_vote_can_be_changed_and_counts_once()
    {
        await using var served = await ServedArena.StartAsync(ArenaSamples.Match(3));
        await served.VoteAsync("Ada", 2, "tie");
        await served.VoteAsync("Ada", 2, "bad", 1e300);
        await served.VoteAsync("Ben", 2, "tie", -4);
        Assert.Equal([Choice.BothBad, Choice.Tie], served.Votes.Read().OrderBy(vote => vote.Voter, StringComparer.Ordinal).Select(vote => vote.Choice));
        Assert.Equal([86_400, 0], served.Votes.Read().OrderBy(vote => vote.Voter, StringComparer.Ordinal).Select(vote => vote.Seconds));
        var progress = await served.JsonAsync("api/progress?voter=Ada");
        Assert.Equal("""{"total":3,"done":1,"voted":[false,true,false]}""", progress.GetRawText());
    }

    [Theory]
    [InlineData("""{"voter":"Ada","number":0,"vote":"tie","seconds":1}""")]
    [InlineData("""{"voter":"Ada","number":4,"vote":"tie","seconds":1}""")]
    [InlineData("""{"voter":"Ada","number":1,"vote":"first","seconds":1}""")]
    [InlineData("""{"voter":"  ","number":1,"vote":"tie","seconds":1}""")]
    [InlineData("""{"voter":"Ada","number":1,"seconds":1}""")]
    [InlineData("""{"voter":null,"number":1,"vote":"tie","seconds":1}""")]
    [InlineData("null")]
    [InlineData("[")]
    [InlineData("")]
    public async Task What_is_no_vote_is_refused_and_nothing_is_kept(string body)
    {
        await using var served = await ServedArena.StartAsync(ArenaSamples.Match(3));
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await served.Client.PutAsync(new Uri("api/vote", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(served.Votes.Read());
    }

    [Fact]
    public async Task Pages_of_elsewhere_cannot_vote_or_read()
    {
        await using var served = await ServedArena.StartAsync(ArenaSamples.Match(3));
        using var form = new StringContent("""{"voter":"Ada","number":1,"vote":"tie","seconds":1}""", Encoding.UTF8, "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await served.Client.PutAsync(new Uri("api/vote", UriKind.Relative), form, TestContext.Current.CancellationToken)).StatusCode);
        using var turned = new HttpRequestMessage(HttpMethod.Get, served.Address) { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.NotFound, (await served.Client.SendAsync(turned, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Empty(served.Votes.Read());
        var page = await served.GetAsync("");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.False(page.Headers.Contains("Server"));
    }

    [Fact]
    public async Task The_page_names_nothing_outside_itself()
    {
        await using var served = await ServedArena.StartAsync(ArenaSamples.Match(1));
        foreach (var path in (string[])["", "arena.js", "panes.js", "results.js", "arena.css"])
        {
            var text = await served.Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(text.Length > 500, path);
            Assert.DoesNotContain("//", text.Replace("// ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Beyond_loopback_nothing_is_answered_without_the_word_in_the_address()
    {
        await using var served = await ServedArena.StartAsync(ArenaSamples.Match(2), IPAddress.Any);
        var token = served.Address.AbsolutePath.Trim('/');
        Assert.Equal(32, token.Length);
        Assert.Equal(HttpStatusCode.OK, (await served.GetAsync("api/progress?voter=Ada")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await served.VoteAsync("Ada", 1, "tie")).StatusCode);
        foreach (var path in (string[])["/", "/arena.js", "/api/progress?voter=Ada", $"/{token[..^1]}x/", $"/{token}", "/x/api/items/1?voter=Ada"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await served.GetAsync(path)).StatusCode);
        }

        await using var other = await ServedArena.StartAsync(ArenaSamples.Match(2), IPAddress.Any);
        Assert.NotEqual(token, other.Address.AbsolutePath.Trim('/'));
    }
}
