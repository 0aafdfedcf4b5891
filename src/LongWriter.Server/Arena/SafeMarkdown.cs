using System.Net;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LongWriter.Server.Arena;

/// <summary>
/// A model's text as HTML that can do nothing: raw HTML is shown as text, links and images as their words alone. What is left is elements
/// without attributes, but for those that Markdig makes of numbers (the start of a list) and of the word after a code fence, escaped.
/// </summary>
internal static class SafeMarkdown
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).Build();

    public static string ToHtml(string text)
    {
        using var output = new StringWriter();
        try
        {
            var renderer = new HtmlRenderer(output);
            s_pipeline.Setup(renderer);
            renderer.ObjectRenderers.ReplaceOrAdd<LinkInlineRenderer>(new WordsOfLink());
            renderer.ObjectRenderers.ReplaceOrAdd<AutolinkInlineRenderer>(new WordsOfAutolink());
            var document = Markdown.Parse(text, s_pipeline);
            foreach (var column in document.Descendants<Table>().SelectMany(table => table.ColumnDefinitions))
            {
                // Alignment is a style, and pages allow none that stands in the text.
                column.Alignment = null;
            }

            renderer.Render(document);
            return output.ToString();
        }
        catch (ArgumentException)
        {
            // Nested deeper than Markdig goes along with: no text that a person reads as Markdown.
            return $"<p class=\"plain\">{WebUtility.HtmlEncode(text)}</p>";
        }
    }

    private sealed class WordsOfLink : HtmlObjectRenderer<LinkInline>
    {
        protected override void Write(HtmlRenderer renderer, LinkInline obj) => renderer.WriteChildren(obj);
    }

    private sealed class WordsOfAutolink : HtmlObjectRenderer<AutolinkInline>
    {
        protected override void Write(HtmlRenderer renderer, AutolinkInline obj) => renderer.WriteEscape(obj.Url);
    }
}
