using LongWriter.Fakes;

namespace LongWriter.Server.Tests.Reports;

/// <summary>The page of <c>eval report</c> in a browser: beside the arena's, where the browser is.</summary>
public class ReportPageTests(Chromium chromium, WrittenReports written) : IClassFixture<WrittenReports>
{
    private const string Elements = "() => [...new Set([...document.querySelectorAll('*')].map(e => e.localName))].sort()";

    /// <summary>All that a report is made of, figures included.</summary>
    private static readonly string[] s_known =
    [
        "html", "head", "meta", "title", "style", "body", "header", "main", "nav", "section", "article", "h1", "h2", "h3", "p", "a", "i", "em", "span", "small", "sub", "div",
        "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary", "svg", "g", "path", "rect", "circle", "ellipse", "line", "polygon", "polyline", "text", "clipPath", "defs",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_in_names_prompts_and_texts_acts_loads_or_leads_away(bool withoutPolicy)
    {
        var report = written.Hostile;
        await using var watched = await WatchedPage.OpenAsync(chromium, report.Address, withoutPolicy);
        var page = watched.Page;
        await watched.TouchAsync();

        Assert.Empty(watched.Told);
        Assert.Empty(watched.Sent);
        Assert.Equal("LongWriter evaluation", await page.TitleAsync());
        Assert.Equal(report.Address.AbsoluteUri, page.Url.Split('#')[0]);
        Assert.Empty((await page.EvaluateAsync<string[]>(Elements)).Except(s_known, StringComparer.Ordinal));
        Assert.Empty(await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).map(a => a.name).filter(name => name.startsWith('on') || ['src', 'srcset', 'srcdoc', 'action', 'style'].includes(name))"));
        Assert.True((await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[href]')].map(e => e.getAttribute('href'))")).All(href => href.StartsWith('#')));

        // The text is all there to be read, and what is around it stands.
        var texts = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('article .text')].map(e => e.textContent)");
        Assert.Equal(2 * (HostileTexts.Acting.Count + HostileTexts.Breaking.Count), texts.Length);
        Assert.All(HostileTexts.Acting.Concat(HostileTexts.Breaking), text => Assert.Contains($"{text.Replace('\0', '\uFFFD')} one two three four", texts));
        Assert.True(await page.Locator("figure svg").Last.IsVisibleAsync());
        Assert.Empty(await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('h1, h2, h3, p, th, td, figcaption, small')].map(e => e.textContent).filter(text => /[\\u202A-\\u202E\\u2066-\\u2069]/.test(text))"));
        Assert.Equal(0, await watched.OverhangAsync());
        await watched.PictureAsync("report-hostile", whole: true);
    }

    /// <summary>What the test above would see, were the encoding taken out; and that scripts and foreign styles are kept back even then.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_texts_act_where_they_are_not_encoded_unless_the_policy_holds(bool withoutPolicy)
    {
        var report = written.Hostile;
        await using var watched = await WatchedPage.OpenAsync(chromium, report.Decoded(), withoutPolicy);
        await watched.TouchAsync();

        if (withoutPolicy)
        {
            Assert.True(watched.Acted.Distinct(StringComparer.Ordinal).Count() > 8, $"acted: {string.Join(" | ", watched.Acted.Distinct(StringComparer.Ordinal))}");
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
        await using var watched = await WatchedPage.OpenAsync(chromium, written.Usual.Address);
        var page = watched.Page;

        // Every figure has its place and something drawn in it.
        var figures = await page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('figure svg')].map(e => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height, 10 * e.querySelectorAll('path, circle, line').length))");
        Assert.Equal(6, figures.Length);
        Assert.All(figures, size => Assert.True(size > 100, $"{size}"));

        await watched.LookAsync("report", whole: true);
        await page.Locator("summary").First.ClickAsync();
        Assert.True(await page.Locator("article .text").First.IsVisibleAsync());
        await page.Locator("article").First.ScrollIntoViewIfNeededAsync();
        await watched.LookAsync("report-text");
        Assert.Empty(watched.Told);
    }
}
