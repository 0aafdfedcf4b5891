using System.Diagnostics;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Tests.Tokenization;

/// <summary>Vocabularies of each published form against Hugging Face's tokenizers, see <see cref="TokenizerFixture"/>.</summary>
public sealed class TokenizerFamilyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Names => [.. TokenizerFixture.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_and_texts_are_those_of_the_reference(string name)
    {
        var fixture = TokenizerFixture.Load(name);
        Assert.True(fixture.Cases.Count > 80);
        foreach (var (text, ids, decoded) in fixture.Cases)
        {
            Assert.Equal(ids, fixture.Tokenizer.Encode(text));
            Assert.Equal(decoded, fixture.Tokenizer.Decode(ids));
            var stream = new StreamDecoder(fixture.Tokenizer);
            Assert.Equal(decoded, string.Concat(ids.Select(stream.Push)) + stream.Finish());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_is_written_again_is_the_same_tokenizer(string name)
    {
        var fixture = TokenizerFixture.Load(name);
        TokenizerJson.Save(fixture.Tokenizer.Vocabulary, _folder.File("again.json"));
        var again = TokenizerJson.LoadTokenizer(_folder.File("again.json"));
        Assert.Equal(fixture.Tokenizer.Vocabulary.Tokens, again.Vocabulary.Tokens);
        Assert.Equal(fixture.Tokenizer.Vocabulary.SentencePieces, again.Vocabulary.SentencePieces);
        Assert.All(fixture.Cases, one => Assert.Equal(one.Ids, again.Encode(one.Text)));
    }

    [Theory]
    [InlineData("llama-3")]
    [InlineData("glm-4")]
    [InlineData("mistral-nemo")]
    [InlineData("gpt-2")]
    [InlineData("llama-2")]
    public void Any_text_comes_back_from_its_ids(string name)
    {
        var tokenizer = TokenizerFixture.Load(name).Tokenizer;
        Property.Holds(Texts.OfUpTo(60), 300, text => Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text))));
    }

    [Theory]
    [InlineData("mistral-v3")]
    [InlineData("metaspace-always-split")]
    public void Metaspace_takes_a_space_in_front_for_its_own(string name)
    {
        var tokenizer = TokenizerFixture.Load(name).Tokenizer;
        Property.Holds(Texts.OfUpTo(60), 300, text => Assert.Equal(text.StartsWith(' ') ? text[1..] : text, tokenizer.Decode(tokenizer.Encode(text))));
    }

    [Fact]
    public void A_composed_text_comes_back_and_has_the_ids_of_its_parts()
    {
        var tokenizer = TokenizerFixture.Load("qwen").Tokenizer;
        var changed = 0;
        Property.Holds(Texts.OfUpTo(60), 300, text =>
        {
            var composed = tokenizer.Decode(tokenizer.Encode(text));
            changed += composed == text ? 0 : 1;
            Assert.Equal(composed, tokenizer.Decode(tokenizer.Encode(composed)));
            Assert.Equal(tokenizer.Encode(text), tokenizer.Encode(composed));
        });
        Assert.True(changed > 0);
    }

    /// <summary>Unicode's own examples and one of each kind; Python's unicodedata says the same.</summary>
    [Theory]
    [InlineData("A\u030A", "\u00C5")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u1E0A\u0323", "\u1E0C\u0307")]
    [InlineData("e\u0323\u0302", "\u1EC7")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\u1100\u1161\u1161", "\uAC00\u1161")]
    [InlineData("a\u0315\u0300\u05AE\u0300b", "\u00E0\u05AE\u0300\u0315b")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\u0B47\u0300\u0B3E", "\u0B47\u0300\u0B3E")]
    [InlineData("\U00011099\U000110BA", "\U0001109A")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("\uF900", "\u8C48")]
    [InlineData("a\u0301\u0301", "\u00E1\u0301")]
    public void Qwen_composes_letters_and_marks(string text, string composed)
    {
        var tokenizer = TokenizerFixture.Load("qwen").Tokenizer;
        Assert.Equal(composed, tokenizer.Decode(tokenizer.Encode(text)));
    }

    public static TheoryData<string> Runs => [.. new[] { "llama-3", "qwen", "mistral-nemo", "llama-2", "mistral-v3" }.SelectMany(name => new[] { "a", " ", "\u0301", "\U00020000", "Ab", "<think" }.Select(part => $"{name}|{part}"))];

    [Theory]
    [MemberData(nameof(Runs))]
    public void The_same_thirty_thousand_times_is_no_burden(string run)
    {
        // A merger that looks at every pair again for every merge takes half a minute here.
        var (tokenizer, part) = (TokenizerFixture.Load(run.Split('|')[0]).Tokenizer, run.Split('|')[1]);
        var text = string.Concat(Enumerable.Repeat(part, 30_000));
        var watch = Stopwatch.StartNew();
        var ids = tokenizer.Encode(text);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        Assert.NotEmpty(ids);
    }

    [Theory]
    [InlineData("llama-2")]
    [InlineData("mistral-v3")]
    public void Conversations_have_the_ids_of_their_text(string name)
    {
        var fixture = TokenizerFixture.Load(name);
        Assert.NotEmpty(fixture.Chats);
        foreach (var (family, _, ids) in fixture.Chats)
        {
            var template = ChatTemplate.Named(fixture.Tokenizer, family);
            List<int> actual = [.. template.EncodePrompt([new("system", "Be kind"), new("user", "Hi there"), new("assistant", "Hello you"), new("user", "Bye")]), .. template.EncodeAnswer("So long")];
            Assert.Equal(ids, actual);
        }
    }
}
