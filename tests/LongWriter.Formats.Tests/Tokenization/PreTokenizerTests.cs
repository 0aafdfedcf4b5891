using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Tests.Tokenization;

public class PreTokenizerTests
{
    public static TheoryData<string> Names => [.. PreTokenizer.Names];

    [Theory]
    [InlineData(PreTokenizer.Llama3, "I'LL pay 12345 now!!\n\n  ok", "I|'LL| pay| |123|45| now|!!\n\n| | ok")]
    [InlineData(PreTokenizer.Qwen2, "I'LL pay 123 now!!\n\n  ok", "I|'LL| pay| |1|2|3| now|!!\n\n| | ok")]
    [InlineData(PreTokenizer.Gpt2, "I'll pay 12345 now!!\n\n  ok", "I|'ll| pay| 12345| now|!!|\n\n | ok")]
    [InlineData(PreTokenizer.Tekken, "I'LL see XMLHttpRequests 12 a//\n\n  OKay", "I|'LL| see| XMLHttp|Requests| |1|2| a|//\n\n| | OKay")]
    [InlineData(PreTokenizer.Llama3, "a'\u017F b'\u017Fx", "a|'\u017F| b|'\u017F|x")]
    [InlineData(PreTokenizer.Llama3, "x\u0085\u0085y x\uFEFFy", "x|\u0085|\u0085y| x|\uFEFFy")]
    public void Text_is_split_as_the_pattern_says(string name, string text, string pieces) => Assert.Equal(pieces.Split('|'), Pieces(name, text));

    /// <summary>As Hugging Face's tokenizers split these: mathematical digits, a letter with case, an ideograph, a picture.</summary>
    [Theory]
    [InlineData(PreTokenizer.Llama3, "\U0001D7CE\U0001D7CF\U0001D7D0\U0001D7D1", "\U0001D7CE\U0001D7CF\U0001D7D0|\U0001D7D1")]
    [InlineData(PreTokenizer.Llama3, "a\U00010400\U00020000b", "a\U00010400\U00020000b")]
    [InlineData(PreTokenizer.Gpt2, "\U00020000 \U0001D7CE\U0001F642", "\U00020000| \U0001D7CE|\U0001F642")]
    [InlineData(PreTokenizer.Tekken, "\U00010428\U00010400\U00010428", "\U00010428|\U00010400\U00010428")]
    public void Characters_beyond_the_first_plane_are_what_they_are(string name, string text, string pieces) => Assert.Equal(pieces.Split('|'), Pieces(name, text));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_pieces_are_the_whole_text_and_cut_no_character(string name) => Property.Holds(Texts.OfUpTo(60), 300, text =>
    {
        var pieces = Pieces(name, text);
        Assert.Equal(text, string.Concat(pieces));
        Assert.DoesNotContain(pieces, piece => char.IsLowSurrogate(piece[0]) || char.IsHighSurrogate(piece[^1]));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pattern_is_found_by_its_text(string name) => Assert.Equal(name, PreTokenizer.Of(PreTokenizer.Find(name)!.Pattern)?.Name);

    [Theory]
    [InlineData("")]
    [InlineData("LLAMA-BPE")]
    [InlineData("deepseek-llm")]
    public void An_unknown_name_has_no_pattern(string name) => Assert.Null(PreTokenizer.Find(name));

    private static List<string> Pieces(string name, string text) => [.. PreTokenizer.Find(name)!.Split(text).Select(piece => text.Substring(piece.Start, piece.Length))];
}
