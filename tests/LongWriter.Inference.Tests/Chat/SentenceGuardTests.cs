using LongWriter.Inference.Chat;
using LongWriter.Inference.Sampling;

namespace LongWriter.Inference.Tests.Chat;

public sealed class SentenceGuardTests
{
    [Theory]
    [InlineData("It rained.", " Then", true)]
    [InlineData("\"It rained?\"", " Then", true)]
    [InlineData("It rained!”", "\n\n", true)]
    [InlineData("A heading", "\n\n", true)]
    [InlineData("A heading\n\n", "The", false)]
    [InlineData("A heading\n", "\n", false)]
    [InlineData("It rained", " then", false)]
    [InlineData("3.", "14", false)]
    [InlineData("", "\n", false)]
    [InlineData("It rained.", "", false)]
    public void A_sentence_begins_behind_the_end_of_another(string before, string piece, bool begins)
    {
        var guard = new SentenceGuard(new PhraseMemory(3));
        Assert.True(guard.Push(before));
        Assert.Equal(begins, guard.Begins(piece));
    }

    [Fact]
    public void A_sentence_that_repeats_the_text_is_dropped_once_its_run_is_whole()
    {
        var memory = new PhraseMemory(3);
        memory.Add("The cat sat here.");
        var guard = new SentenceGuard(memory);
        Assert.True(guard.Push("The"));
        Assert.True(guard.Push(" cat"));
        Assert.True(guard.Push(" sat"));
        Assert.False(guard.Push(" down"));
        Assert.True(guard.Push("The dog"));
        Assert.True(guard.Push(" ran away."));
        Assert.Equal("The dog ran away.", guard.Accept());
    }

    [Fact]
    public void A_sentence_that_repeats_the_answer_itself_is_dropped_too()
    {
        var guard = new SentenceGuard(new PhraseMemory(3));
        Assert.True(guard.Push("The cat sat."));
        Assert.Equal("The cat sat.", guard.Accept());
        Assert.True(guard.Push(" The cat sat"));
        Assert.False(guard.Push("."));
    }

    [Fact]
    public void The_last_draw_stands_and_the_next_sentence_has_draws_of_its_own()
    {
        var memory = new PhraseMemory(3);
        memory.Add("The cat sat. A dog ran off.");
        var guard = new SentenceGuard(memory);
        Assert.Equal(SentenceGuard.MostDraws - 1, Dropped("The cat sat"));
        Assert.Equal("The cat sat.", guard.Accept());
        Assert.Equal(1, guard.Warmth);
        Assert.Equal(SentenceGuard.MostDraws - 1, Dropped(" A dog ran"));
        Assert.Equal(SentenceGuard.MostWarmth, guard.Warmth);

        int Dropped(string words)
        {
            for (var dropped = 0; ; dropped++)
            {
                Assert.True(guard.Push(words));
                if (guard.Push("."))
                {
                    return dropped;
                }
            }
        }
    }

    [Fact]
    public void A_sentence_that_surprises_too_much_is_dropped_at_once_and_drawn_again_no_warmer()
    {
        var guard = new SentenceGuard(new PhraseMemory(3), most: 10);
        Assert.True(guard.Push("The", 4));
        Assert.True(guard.Push(" cat", 5));
        Assert.False(guard.Push(" arithm", 2));
        Assert.True(guard.BeginsAgain);
        Assert.Equal(1, guard.Warmth);

        // Every sentence begins from nothing.
        Assert.True(guard.Push("The", 4));
        Assert.True(guard.Push(" cat sat.", 5));
        Assert.Equal("The cat sat.", guard.Accept());
        Assert.True(guard.Push(" It", 9));
        Assert.False(guard.Push(" is", 2));
    }

    [Fact]
    public void The_last_draw_stands_however_it_surprises()
    {
        var guard = new SentenceGuard(new PhraseMemory(3), most: 1);
        for (var draw = 1; draw < SentenceGuard.MostDraws; draw++)
        {
            Assert.False(guard.Push("Odd", 5));
        }

        Assert.True(guard.Push("Odd", 5));
        Assert.True(guard.Push(".", 5));
        Assert.Equal("Odd.", guard.Accept());
    }

    [Fact]
    public void Only_the_first_token_of_a_sentence_drawn_again_begins_again()
    {
        var memory = new PhraseMemory(2);
        memory.Add("the old harbor was loud");
        var guard = new SentenceGuard(memory);
        Assert.False(guard.BeginsAgain);

        Assert.True(guard.Push("The"));
        Assert.True(guard.Push(" old"));
        Assert.False(guard.BeginsAgain);
        Assert.False(guard.Push(" boat"));
        Assert.True(guard.BeginsAgain);

        Assert.True(guard.Push("A"));
        Assert.False(guard.BeginsAgain);
    }
}
