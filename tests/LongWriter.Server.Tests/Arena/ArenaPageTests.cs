using LongWriter.Evaluation.Arena;
using LongWriter.Fakes;
using Microsoft.Playwright;

namespace LongWriter.Server.Tests.Arena;

/// <summary>The page in a browser: one voter, no mouse.</summary>
public class ArenaPageTests
{
    [Fact]
    public async Task A_person_votes_by_keyboard_through_all_items_and_no_text_acts()
    {
        const string Hostile = "<script>document.title = 'acted'</script> <img src=x onerror=\"document.title = 'acted'\"> [x](javascript:document.title='acted')";
        var paragraphs = string.Concat(Enumerable.Range(1, 60).Select(i => $"\n\nParagraph {i} of a text that is long enough to be scrolled through, {Hostile}"));
        await using var served = await ServedArena.StartAsync(ArenaMatch.Of(
            ArenaSamples.Run("secret-alpha", [.. Enumerable.Range(1, 4).Select(i => $"# One {i}{paragraphs}")]),
            ArenaSamples.Run("secret-beta", [.. Enumerable.Range(1, 4).Select(i => $"# Two {i}{paragraphs}{paragraphs}")]), 1));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Browser, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });
        page.SetDefaultTimeout(10_000);
        var problems = new List<string>();
        page.Console += (_, message) => problems.Add(message.Text);
        page.PageError += (_, error) => problems.Add(error);

        await page.GotoAsync(served.Address.ToString());
        await page.Keyboard.TypeAsync("Ada");
        await page.Keyboard.PressAsync("Enter");
        await At(1);
        Assert.Contains(Hostile[..8], await page.InnerTextAsync("#left"), StringComparison.Ordinal);

        // Both texts go on together, each by its own length, until they are set apart.
        await page.Keyboard.PressAsync("End");
        await page.WaitForFunctionAsync("() => { const t = document.getElementById('right'); return t.scrollTop > 0 && Math.abs(t.scrollTop - (t.scrollHeight - t.clientHeight)) < 3; }");
        await page.Keyboard.PressAsync("?");
        Assert.True(await page.IsVisibleAsync("#help"));
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.PressAsync("Escape");
        await At(1);

        await page.Keyboard.PressAsync("a");
        await At(2);
        await page.Keyboard.PressAsync("b");
        await At(3);
        await page.Keyboard.PressAsync("t");
        await At(4);
        await page.Keyboard.PressAsync("ArrowLeft");
        await At(3);
        await page.Keyboard.PressAsync("x");
        await At(4);
        Assert.DoesNotContain("secret-", await page.ContentAsync(), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("a");
        await page.WaitForSelectorAsync("#end h1");
        Assert.Contains("secret-alpha", await page.InnerTextAsync("#end"), StringComparison.Ordinal);

        var sides = served.Match.Sides("Ada");
        Choice Of(int item, bool left) => sides[item] == left ? Choice.First : Choice.Second;
        var votes = served.Match.Items.Select(item => served.Votes.Read("Ada").Single(vote => vote.Id == item.Id)).ToList();
        Assert.Equal([Of(0, true), Of(1, false), Choice.BothBad, Of(3, true)], votes.Select(vote => vote.Choice));
        Assert.All(votes, vote => Assert.InRange(vote.Seconds, 0.001, 60));
        Assert.Equal("Which text is better?", await page.TitleAsync());
        Assert.Empty(problems);

        Task<IElementHandle?> At(int number) => page.WaitForSelectorAsync($"#where:text-is('{number} of 4')");
    }

    /// <summary>Debian's, unless it is named.</summary>
    private static string Browser => Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";
}
