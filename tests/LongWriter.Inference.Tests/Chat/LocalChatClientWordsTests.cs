using LongWriter.Formats.Tokenization;
using LongWriter.Inference.Chat;
using static LongWriter.Inference.Tests.Chat.Calls;

namespace LongWriter.Inference.Tests.Chat;

/// <summary>Models whose vocabulary reserves tokens for words of the conversation.</summary>
public sealed class LocalChatClientWordsTests
{
    private const int Glue = 256;
    private const int Word = 257;

    [Fact]
    public async Task A_reserved_token_says_the_word_of_the_prompt_again()
    {
        using var model = Model([Word, ',', Glue, '.']).Load();
        using var client = new LocalChatClient(model, threads: 1);
        Assert.Equal(" origami,.", (await Ask(client, "? origami")).Text);
        Assert.Equal(" falconry,.", (await Ask(client, "? falconry")).Text);
    }

    [Fact]
    public async Task The_glue_takes_the_space_from_the_next_word()
    {
        using var model = Model(['(', Glue, Word, ')']).Load();
        using var client = new LocalChatClient(model, threads: 1);
        Assert.Equal("(origami)", (await Ask(client, "? origami")).Text);
    }

    [Fact]
    public async Task A_reserved_token_without_a_word_is_never_drawn()
    {
        using var model = Model([Word, '.']).Load();
        using var client = new LocalChatClient(model, threads: 1);
        Assert.Equal("\0", (await Ask(client, "?!", new() { MaxOutputTokens = 1, Temperature = 0 })).Text);
    }

    [Fact]
    public async Task A_word_is_one_token_of_the_prompt()
    {
        using var model = Model(['.']).Load();
        using var client = new LocalChatClient(model, threads: 1);
        AssertUsage(await Ask(client, "? origami"), Prompt(model, "?").Count + 1, 0, 2);
        Assert.Equal(2, model.CountTokens("? origami"));
    }

    private static TinyModel Model(int[] said)
    {
        var model = TinyModel.Saying(said, TinyModel.EndOfTurn);
        var vocabulary = model.Vocabulary;
        model.Vocabulary = vocabulary with
        {
            Tokens = [.. vocabulary.Tokens.Select((token, id) => id == Glue ? WordSlots.Glue : id == Word ? WordSlots.Name(0) : token)],
            Merges = [],
            SpecialIds = new HashSet<int>(vocabulary.SpecialIds) { Glue, Word },
        };
        return model;
    }
}
