using System.Text.Json.Nodes;
using LongWriter.Evaluation.Arena;
using LongWriter.Fakes;
using Microsoft.Playwright;

namespace LongWriter.Server.Tests.Arena;

/// <summary>The page in a browser: one voter, no mouse.</summary>
public class ArenaPageTests(Chromium chromium)
{
    private const int Items = 4;

    [Fact]
    public async Task A_person_votes_by_keyboard_through_all_items()
    {
        await using var served = await ServedArena.StartAsync(Readable());
        await using var watched = await WatchedPage.OpenAsync(chromium, served.Address);
        var page = watched.Page;
        await EnterAsync(page, "Ada");

        // Both texts go on together, each by its own length, until they are set apart.
        await page.Keyboard.PressAsync("End");
        await page.WaitForFunctionAsync("() => { const t = document.getElementById('right'); return t.scrollTop > 0 && Math.abs(t.scrollTop - (t.scrollHeight - t.clientHeight)) < 3; }");
        await page.Keyboard.PressAsync("?");
        Assert.True(await page.IsVisibleAsync("#help"));
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.PressAsync("Escape");
        await At(page, 1);

        await page.Keyboard.PressAsync("a");
        await At(page, 2);
        await page.Keyboard.PressAsync("b");
        await At(page, 3);
        await page.Keyboard.PressAsync("t");
        await At(page, 4);
        await page.Keyboard.PressAsync("ArrowLeft");
        await At(page, 3);
        await page.Keyboard.PressAsync("x");
        await At(page, 4);
        Assert.DoesNotContain("secret-", await page.ContentAsync(), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("a");
        await page.WaitForSelectorAsync("#end h1");
        Assert.Contains("secret-alpha", await page.InnerTextAsync("#end"), StringComparison.Ordinal);

        var sides = served.Match.Sides("Ada");
        Choice Of(int item, bool left) => sides[item] == left ? Choice.First : Choice.Second;
        var votes = served.Match.Items.Select(item => served.Votes.Read("Ada").Single(vote => vote.Id == item.Id)).ToList();
        Assert.Equal([Of(0, true), Of(1, false), Choice.BothBad, Of(3, true)], votes.Select(vote => vote.Choice));
        Assert.All(votes, vote => Assert.InRange(vote.Seconds, 0.001, 60));
        Assert.Empty(watched.Told);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_in_names_prompts_and_texts_acts_loads_or_leads_away(bool withoutPolicy)
    {
        await using var served = await ServedArena.StartAsync(Hostile());
        await using var watched = await WatchedPage.OpenAsync(chromium, served.Address, withoutPolicy);
        var page = watched.Page;
        await EnterAsync(page, HostileTexts.Name[..60]);
        for (var item = 1; item <= Items; item++)
        {
            await At(page, item);
            await watched.PictureAsync($"arena-hostile-{item}");
            await watched.TouchAsync();
            Assert.Contains("acted(", await page.InnerTextAsync("#left"), StringComparison.Ordinal);
            Assert.Contains("acted(", await page.InnerTextAsync("#prompt"), StringComparison.Ordinal);
            Assert.True(await page.IsVisibleAsync("#choices"));
            await page.Locator("#left").FocusAsync();
            await page.Keyboard.PressAsync("abtx"[item - 1].ToString());
        }

        await page.WaitForSelectorAsync("#end h1");
        await watched.TouchAsync();
        Assert.Contains("acted('name')", await page.InnerTextAsync("#end"), StringComparison.Ordinal);
        Assert.Empty(watched.Told);
        Assert.Empty(watched.Sent);
        Assert.Equal("Which text is better?", await page.TitleAsync());
        Assert.Empty(await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('#end h1, #end h2, #end p, #end span')].map(e => e.textContent).filter(text => /[\\u202A-\\u202E\\u2066-\\u2069]/.test(text))"));
        Assert.Equal(served.Address.AbsoluteUri, page.Url);
        Assert.Equal(["arena.js"], await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('script, iframe, object, embed, img, base, [style*=url]')].map(e => e.getAttribute('src'))"));
        Assert.Equal(Items, served.Votes.Read().Count);
    }

    /// <summary>What the test above would see, were texts sent as they are; and that the policy keeps scripts back even then.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_texts_act_where_they_are_sent_as_they_are_unless_the_policy_holds(bool withoutPolicy)
    {
        await using var served = await ServedArena.StartAsync(Hostile());
        await using var watched = await WatchedPage.OpenAsync(chromium, served.Address, withoutPolicy);
        await watched.Page.RouteAsync("**/api/items/*", async route =>
        {
            var answer = await route.FetchAsync();
            var item = JsonNode.Parse(await answer.TextAsync())!;
            item["left"] = string.Concat(HostileTexts.Acting);
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = item.ToJsonString() });
        });
        await EnterAsync(watched.Page, "Ada");
        await watched.TouchAsync();

        if (withoutPolicy)
        {
            Assert.True(watched.Acted.Distinct(StringComparer.Ordinal).Count() > 3, $"acted: {string.Join(" | ", watched.Acted.Distinct(StringComparer.Ordinal))}");
            Assert.NotEmpty(watched.Sent);
        }
        else
        {
            Assert.Empty(watched.Acted);
            Assert.Empty(watched.Sent);
        }
    }

    [Fact]
    public async Task It_is_read_in_light_and_dark_and_on_a_phone()
    {
        await using var served = await ServedArena.StartAsync(Readable());
        await using var watched = await WatchedPage.OpenAsync(chromium, served.Address);
        var page = watched.Page;
        await watched.LookAsync("arena-enter");
        await EnterAsync(page, "Ada");
        await watched.LookAsync("arena-vote");
        await page.Keyboard.PressAsync("?");
        await watched.LookAsync("arena-help");
        await page.Keyboard.PressAsync("Escape");
        for (var item = 1; item <= Items; item++)
        {
            await At(page, item);
            await page.Locator($"[data-vote={(item % 2 == 0 ? "left" : "tie")}]").ClickAsync();
        }

        await page.WaitForSelectorAsync("#end h1");
        await watched.LookAsync("arena-end");
        Assert.Empty(watched.Told);
    }

    private static async Task EnterAsync(IPage page, string voter)
    {
        await page.Locator("#name").FillAsync(voter);
        await page.Keyboard.PressAsync("Enter");
        await At(page, 1);
    }

    private static Task<IElementHandle?> At(IPage page, int number) => page.WaitForSelectorAsync($"#where:text-is('{number} of {Items}')");

    /// <summary>Texts that are long enough to be scrolled through, in Markdown as models write it.</summary>
    private static ArenaMatch Readable()
    {
        var paragraphs = string.Concat(Enumerable.Range(1, 40).Select(i => $"{(i % 8 == 1 ? $"\n\n## Part {(i / 8) + 1}" : "")}\n\nParagraph {i} of a text about **old bridges**, which carried carts and people over the river long before there was a road."));
        const string Table = "\n\n| bridge | built | who keeps it today |\n|:--|--:|---|\n| stone | 1741 | the town |\n\n> Said of it: it stands.\n\n- one\n- two\n\n```\nplain\n```";
        return ArenaMatch.Of(
            ArenaSamples.Run("secret-alpha", [.. Enumerable.Range(1, Items).Select(i => $"# One {i}{Table}{paragraphs}")]),
            ArenaSamples.Run("secret-beta", [.. Enumerable.Range(1, Items).Select(i => $"# Two {i}{paragraphs}{paragraphs}")]),
            1);
    }

    /// <summary>Each item holds a share of the hostile texts, in its prompt and on both sides.</summary>
    private static ArenaMatch Hostile()
    {
        var shares = HostileTexts.Acting.Concat(HostileTexts.Breaking).Index().GroupBy(text => text.Index % Items, text => text.Item).Select(share => string.Join("\n\n", share) + "\n\nacted('x')").ToList();
        ArenaRun Run(string mark) => new(HostileTexts.Name + mark, ArenaSamples.Info(HostileTexts.Name + mark), [.. shares.Select((text, i) => ArenaSamples.Prediction(i + 1, text, $"{mark} {text}", 300))]);
        return ArenaMatch.Of(Run("one"), Run("two"), 1);
    }
}
