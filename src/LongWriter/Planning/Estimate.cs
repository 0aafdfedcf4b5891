using LongWriter.Prompts;
using LongWriter.Strategies;
using LongWriter.Text;
using LongWriter.Writing;

namespace LongWriter.Planning;

/// <summary>What a run will take, reckoned before it: no section repeated, continued or cut.</summary>
/// <param name="Calls">Calls of all kinds.</param>
/// <param name="Usage">Tokens, those of prompts that a perfect prefix cache serves counted as cached.</param>
/// <param name="HistoryTokens">Of the prompts' tokens, those of text that stands already: written serially w·n(n−1)/2 for n sections of w tokens.</param>
public sealed record Estimate(int Calls, TokenUsage Usage, long HistoryTokens)
{
    /// <summary>Tokens of a word in English prose, by the vocabularies of hosted models; Chinese has about one a character.</summary>
    public const double TokensPerWord = 1.4;

    /// <summary>A plan that is not there yet has lines of that many characters for its points, and sections of that many words.</summary>
    private const int PointLength = 150;
    private const int SectionWords = 500;
    private const int ChapterWords = 4000;

    /// <summary>A chapter's summary and the entries it adds to the ledger, in tokens.</summary>
    private const int SummaryTokens = 140;
    private const int LedgerTokens = 80;

    /// <summary>The same tokens where nothing is cached.</summary>
    public TokenUsage Uncached => Usage with { Cached = 0 };

    /// <summary>Reckons a run whose plan is there: all calls but those for the plan.</summary>
    /// <param name="tokensPerWord">Tokens of a word of the text.</param>
    public static Estimate Of(string instruction, Plan plan, WriterOptions options, double tokensPerWord = TokensPerWord)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        var reckoning = new Reckoning(instruction, options, tokensPerWord);
        if (options.Strategy == WritingStrategy.Direct)
        {
            reckoning.Call(TokenEstimate.Of(instruction), 0, 0, plan.Words * tokensPerWord);
        }
        else
        {
            reckoning.Sections(plan, plan.ToString(), 0, grows: options.Strategy == WritingStrategy.AgentWrite);
        }

        return reckoning.Result;
    }

    /// <summary>Reckons a whole run, its plan included, from the words it aims at.</summary>
    /// <param name="words">Words of the document, 1 or more.</param>
    /// <param name="tokensPerWord">As for the other.</param>
    public static Estimate Of(string instruction, int words, WriterOptions options, double tokensPerWord = TokensPerWord)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words, 1);
        ArgumentNullException.ThrowIfNull(options);
        var reckoning = new Reckoning(instruction, options, tokensPerWord);
        if (options.Strategy == WritingStrategy.AgentWrite && words > Job.MostWordsOfOnePlan)
        {
            reckoning.Chapters(words);
            return reckoning.Result;
        }

        var plan = Nominal(words, SectionWords);
        if (options.Strategy != WritingStrategy.Direct)
        {
            reckoning.Call(TokenEstimate.Of(options.Template.Plan(instruction)), 0, 0, TokenEstimate.Of(plan.ToString()));
        }

        return reckoning.Result + Of(instruction, plan, options, tokensPerWord);
    }

    public static Estimate operator +(Estimate left, Estimate right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new Estimate(left.Calls + right.Calls, left.Usage + right.Usage, left.HistoryTokens + right.HistoryTokens);
    }

    private static Plan Nominal(int words, int each)
    {
        var steps = Math.Max(1, (int)Math.Round((double)words / each));
        return new Plan([.. Enumerable.Range(1, steps).Select(i => new PlanStep(i, new string('-', PointLength), words / steps))]);
    }

    /// <summary>Adds up the calls of a run in their order.</summary>
    private sealed class Reckoning(string instruction, WriterOptions options, double tokensPerWord)
    {
        private (int Calls, double Prompt, double Cached, double Completion, double History) _sum;

        public Estimate Result => new(_sum.Calls, new TokenUsage((long)_sum.Prompt, (long)_sum.Cached, (long)_sum.Completion), (long)_sum.History);

        /// <param name="frame">Tokens of the prompt beside the text so far.</param>
        /// <param name="history">Tokens of the text so far.</param>
        /// <param name="cached">Tokens at the prompt's front that the call before it had too.</param>
        public void Call(double frame, double history, double cached, double completion) =>
            _sum = (_sum.Calls + 1, _sum.Prompt + frame + history, _sum.Cached + cached, _sum.Completion + completion, _sum.History + history);

        /// <summary>The sections of one plan, each with what stands before it where the text grows.</summary>
        /// <param name="front">Tokens of summaries before the text.</param>
        public double Sections(Plan plan, string planText, double front, bool grows)
        {
            const string Mark = "\uE000";
            var head = options.Template.Write(instruction, planText, Mark, "");
            var before = TokenEstimate.Of(head.AsSpan(0, head.IndexOf(Mark, StringComparison.Ordinal)));
            var (history, shared) = (front, 0.0);
            foreach (var step in plan.Steps)
            {
                var frame = TokenEstimate.Of(head) + TokenEstimate.Of(step.ToString());
                if (options.Context is { } context && history > 0 && frame + history + options.Room(step.Words) > context.Tokens)
                {
                    // Cut at its front, so that no cache has it.
                    (history, shared) = (Math.Min(history, History.LeastTokens), Math.Min(shared, before));
                }

                var tokens = step.Words * tokensPerWord;
                Call(frame, history, shared, tokens);
                shared = before + history;
                history += grows ? tokens : 0;
            }

            return history;
        }

        /// <summary>Chapters first, then each with its plan, its sections and its summary.</summary>
        public void Chapters(int words)
        {
            var plan = Nominal(words, ChapterWords);
            var outline = new Outline([.. plan.Steps.Select(step => new Chapter(step.Number, step.MainPoint, step.Words))]);
            Call(TokenEstimate.Of(PromptTemplate.Chapters(instruction)), 0, 0, TokenEstimate.Of(outline.ToString()));
            var (finished, standing) = (0.0, 0.0);
            foreach (var chapter in outline.Chapters)
            {
                var sections = Nominal(chapter.Words, SectionWords);
                Call(TokenEstimate.Of(PromptTemplate.Chapter(instruction, outline.ToString(), "", chapter.ToString())) + finished, 0, 0, TokenEstimate.Of(sections.ToString()));
                var full = options.History == HistoryPolicy.Full;
                var end = Sections(sections, outline.With(chapter.Number, sections.ToString()), full ? standing : finished, grows: true);
                standing = full ? end : 0;
                if (chapter.Number == outline.Chapters.Count)
                {
                    return;
                }

                if (options.SumsUpChapters && !full)
                {
                    Call(TokenEstimate.Of(PromptTemplate.Summary("")) + (chapter.Words * tokensPerWord), 0, 0, SummaryTokens + LedgerTokens);
                    finished += SummaryTokens + LedgerTokens;
                }
                else
                {
                    finished += TokenEstimate.Of(chapter.ToString());
                }
            }
        }
    }
}
