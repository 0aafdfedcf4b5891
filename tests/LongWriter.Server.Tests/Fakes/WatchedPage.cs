using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace LongWriter.Fakes;

/// <summary>A page in a browser, and all that it does besides being shown.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    /// <summary>What a person could do to a page with a pointer and keys, to every element of it.</summary>
    private const string Touch = """
        () => {
          for (const details of document.querySelectorAll('details')) details.open = true;
          for (const element of document.querySelectorAll('body *:not(button, button *, summary *)')) {
            for (const event of ['mouseover', 'mouseenter', 'mousemove', 'pointerdown', 'mousedown', 'mouseup', 'toggle'])
              element.dispatchEvent(new MouseEvent(event, { bubbles: true, cancelable: true }));
            element.focus?.();
            if (element.localName !== 'summary') element.click?.();
          }
        }
        """;

    /// <summary>For which a step is waited, in milliseconds: machines that build at the same time are slow.</summary>
    public const int Patience = 120_000;

    private const int Desk = 1280;
    private const int Phone = 390;

    private static readonly (ColorScheme Scheme, int Width)[] s_looks = [(ColorScheme.Dark, Phone), (ColorScheme.Light, Phone), (ColorScheme.Dark, Desk), (ColorScheme.Light, Desk)];

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _told = new();
    private readonly ConcurrentQueue<string> _sent = new();
    private readonly string _own;

    private WatchedPage(IBrowserContext context, IPage page, string own) => (_context, Page, _own) = (context, page, own);

    public IPage Page { get; }

    /// <summary>What was told on the console, in dialogs and as errors: of a page that is as it should be, nothing.</summary>
    public IReadOnlyList<string> Told => [.. _told];

    /// <summary>What a hostile text ran.</summary>
    public IReadOnlyList<string> Acted => [.. _told.Where(told => told.StartsWith("acted", StringComparison.Ordinal))];

    /// <summary>Requests that would have left for elsewhere; none does.</summary>
    public IReadOnlyList<string> Sent => [.. _sent];

    /// <param name="address">What is opened; requests to other places are kept back.</param>
    /// <param name="withoutPolicy">The browser passes over the page's policy on what may run: what is encoded has to do without it.</param>
    public static async Task<WatchedPage> OpenAsync(Chromium chromium, Uri address, bool withoutPolicy = false)
    {
        var context = await (await chromium.BrowserAsync()).NewContextAsync(new BrowserNewContextOptions
        {
            BypassCSP = withoutPolicy,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = Desk, Height = 844 },
        });
        context.SetDefaultTimeout(Patience);
        var watched = new WatchedPage(context, await context.NewPageAsync(), address.IsFile ? address.AbsoluteUri : address.GetLeftPart(UriPartial.Authority) + "/");
        await context.AddInitScriptAsync("window.acted = (who) => console.error('acted: ' + who)");
        context.Console += (_, message) => watched._told.Enqueue(message.Text);
        context.WebError += (_, problem) => watched._told.Enqueue(problem.Error);
        context.Dialog += (_, dialog) =>
        {
            watched._told.Enqueue($"acted: {dialog.Type} {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        await context.RouteAsync("**/*", watched.PassAsync);
        await watched.Page.GotoAsync(address.AbsoluteUri);
        return watched;
    }

    /// <summary>Opens, passes over, presses and focuses everything but the page's own buttons, and waits until what that began is done.</summary>
    public async Task TouchAsync()
    {
        await Page.EvaluateAsync(Touch);
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))");
    }

    /// <summary>How far the page can be scrolled to the side, in pixels.</summary>
    public Task<int> OverhangAsync() => Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>The page as it stands, in light and dark, on a desk and on a phone: legible, and without a way to the side.</summary>
    /// <param name="name">Of its pictures.</param>
    public async Task LookAsync(string name, bool whole = false)
    {
        foreach (var (scheme, width) in s_looks)
        {
            await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await Page.SetViewportSizeAsync(width, 844);
            await PictureAsync($"{name}-{scheme}-{width}", whole);
            Assert.Equal(0, await OverhangAsync());

            // Colours do not depend on the width.
            if ((scheme == ColorScheme.Dark) == (width == Phone))
            {
                await Legible.AssertAsync(Page);
            }
        }
    }

    /// <summary>Keeps a picture where a folder for pictures is named, for people to look at.</summary>
    public async Task PictureAsync(string name, bool whole = false)
    {
        if (Environment.GetEnvironmentVariable("LONGWRITER_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = whole });
        }
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private Task PassAsync(IRoute route)
    {
        var address = route.Request.Url;
        if (address.StartsWith(_own, StringComparison.Ordinal) || address.StartsWith("data:", StringComparison.Ordinal))
        {
            return route.ContinueAsync();
        }

        _sent.Enqueue(address);
        return route.AbortAsync();
    }
}
