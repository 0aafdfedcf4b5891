using LongWriter.Formats.Chat;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Training.Data;

/// <summary>Turns texts and chats into samples, in the template that the model will be asked in.</summary>
/// <param name="template">Null for Llama 3's, which models of our own have.</param>
internal sealed class ChatEncoder(Tokenizer tokenizer, ChatTemplate? template = null)
{
    private static readonly string[] s_zeroWidth = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"];
    private readonly ChatTemplate _template = template ?? ChatTemplate.Llama3(tokenizer);

    /// <summary>A text; every token but the first is a target.</summary>
    public TokenSample Prose(string text)
    {
        int[] ids = [tokenizer.Vocabulary.BosId ?? _template.EndOfTurn, .. tokenizer.Encode(Clean(text), WordSlots.For(tokenizer)), _template.EndOfTurn];
        return new TokenSample(ids, [false, .. Enumerable.Repeat(true, ids.Length - 1)]);
    }

    /// <summary>A chat whose last turn is the assistant's; its text and end are the targets, or every token.</summary>
    public TokenSample Chat(IReadOnlyList<ChatTurn> turns, bool learnEverything)
    {
        var slots = WordSlots.For(tokenizer);
        var prompt = _template.EncodePrompt(turns.SkipLast(1).Select(turn => turn with { Content = Clean(turn.Content) }), slots);
        slots?.Close();
        int[] ids = [.. prompt, .. _template.EncodeAnswer(Clean(turns[^1].Content), slots)];
        var learn = new bool[ids.Length];
        Array.Fill(learn, true, learnEverything ? 1 : prompt.Count, ids.Length - (learnEverything ? 1 : prompt.Count));
        return new TokenSample(ids, learn);
    }

    /// <summary>Zero-width characters are dropped, as the paper's data preparation does.</summary>
    internal static string Clean(string text) => s_zeroWidth.Aggregate(text, (t, mark) => t.Replace(mark, "", StringComparison.Ordinal));
}
