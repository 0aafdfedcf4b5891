using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Tests.Tokenization;

public class PreTokenizerTests
{
    [Theory]
    [InlineData(PreTokenizer.Llama3, "I'LL pay 12345 now!!\n\n  ok", "I|'LL| pay| |123|45| now|!!\n\n| | ok")]
    [InlineData(PreTokenizer.Qwen2, "I'LL pay 123 now!!\n\n  ok", "I|'LL| pay| |1|2|3| now|!!\n\n| | ok")]
    [InlineData(PreTokenizer.Gpt2, "I'll pay 12345 now!!\n\n  ok", "I|'ll| pay| 12345| now|!!|\n\n | ok")]
    public void Text_is_split_as_the_pattern_says(string name, string text, string pieces) =>
        Assert.Equal(pieces.Split('|'), PreTokenizer.Find(name)!.Matches(text).Select(match => match.Value));

    [Theory]
    [InlineData(PreTokenizer.Llama3)]
    [InlineData(PreTokenizer.Qwen2)]
    [InlineData(PreTokenizer.Gpt2)]
    public void The_pieces_are_the_whole_text_and_cut_no_character(string name) => Property.Holds(Texts.OfUpTo(60), 300, text =>
    {
        var pieces = PreTokenizer.Find(name)!.Matches(text).Select(match => match.Value).ToList();
        Assert.Equal(text, string.Concat(pieces));
        Assert.DoesNotContain(pieces, piece => char.IsLowSurrogate(piece[0]) || char.IsHighSurrogate(piece[^1]));
    });

    [Theory]
    [InlineData("")]
    [InlineData("LLAMA-BPE")]
    [InlineData("deepseek-llm")]
    public void An_unknown_name_has_no_pattern(string name) => Assert.Null(PreTokenizer.Find(name));
}
