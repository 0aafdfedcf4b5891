using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace LongWriter.Fakes;

/// <summary>What a page has to keep for everyone to read and use it: the rules of axe-core, and contrast in figures, which these pass over.</summary>
internal static class Legible
{
    /// <summary>WCAG's contrast of text on what is behind it, and of what is drawn: texts below 4.5, marks below 3.</summary>
    private const string Figures = """
        () => {
          const parse = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
          const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
          const bad = new Set();
          for (const svg of document.querySelectorAll('svg')) {
            let behind = svg;
            while (behind && parse(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
            const paper = behind ? parse(getComputedStyle(behind).backgroundColor) : [255, 255, 255];
            for (const text of svg.querySelectorAll('text')) {
              const fill = getComputedStyle(text).fill;
              if (contrast(parse(fill), paper) < 4.5) bad.add(`text ${fill} on ${paper}`);
            }
          }
          for (const mark of document.querySelectorAll('.legend i, h3 i')) {
            let behind = mark;
            while (behind && parse(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
            const [colour, paper] = [getComputedStyle(mark).color, parse(getComputedStyle(behind ?? document.body).backgroundColor)];
            if (contrast(parse(colour), paper) < 3) bad.add(`mark ${colour} on ${paper}`);
          }
          return [...bad];
        }
        """;

    public static async Task AssertAsync(IPage page)
    {
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Select(rule => $"{rule.Id}: {rule.Help} ({string.Join(" | ", rule.Nodes.Take(3).Select(node => node.Html))})"));
        Assert.Contains(found.Passes, rule => rule.Id == "color-contrast");
        Assert.Empty(await page.EvaluateAsync<string[]>(Figures));
    }
}
