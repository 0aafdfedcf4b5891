using LongWriter.Formats.Gguf;
using LongWriter.Inference.Chat;
using Microsoft.Extensions.AI;
using static LongWriter.Inference.Tests.Chat.Calls;

namespace LongWriter.Inference.Tests.Chat;

public sealed class LocalChatClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_that_ends_by_itself_has_its_text_usage_and_finish_reason()
    {
        using var model = TinyModel.Saying(Said, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var response = await Ask(client, "Hello");
        Assert.Equal(Said, response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal("tiny", response.ModelId);
        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        AssertUsage(response, Prompt(model, "Hello").Count, 0, 17);
    }

    [Fact]
    public async Task The_end_of_text_token_ends_an_answer_too()
    {
        using var model = TinyModel.Saying(Said, TinyModel.EndOfText).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var response = await Ask(client, "Hello");
        Assert.Equal(Said, response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "l")]
    [InlineData(5, "lazy ")]
    [InlineData(13, "lazy fox:jump")]
    [InlineData(14, "lazy fox:jump\uFFFD")]
    [InlineData(15, "lazy fox:jumpé")]
    [InlineData(16, "lazy fox:jumpé.")]
    public async Task An_answer_is_cut_at_the_most_tokens_allowed(int most, string text)
    {
        using var model = TinyModel.Saying(Said, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var response = await Ask(client, "Hello", new ChatOptions { MaxOutputTokens = most });
        Assert.Equal(text, response.Text);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        AssertUsage(response, Prompt(model, "Hello").Count, 0, most);
    }

    [Fact]
    public async Task An_answer_is_cut_where_the_context_is_full()
    {
        using var model = TinyModel.Saying(Said, end: null, context: 128).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var prompt = Prompt(model, "Hello").Count;
        var response = await Ask(client, "Hello", new ChatOptions { MaxOutputTokens = 1000 });
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        AssertUsage(response, prompt, 0, 128 - prompt);
        Assert.StartsWith(Said + Said, response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cached_tokens_are_the_common_prefix_with_the_last_call()
    {
        using var model = TinyModel.Saying(Said, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        AssertUsage(await Ask(client, "One plan"), Prompt(model, "One plan").Count, 0, 17);

        // One token is always left to read; a prompt that differs in its last words shares what stands before them.
        AssertUsage(await Ask(client, "One plan"), Prompt(model, "One plan").Count, Prompt(model, "One plan").Count - 1, 17);
        var (before, now) = (Prompt(model, "One plan"), Prompt(model, "One place to be"));
        var common = before.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.InRange(common, 10, before.Count - 5);
        AssertUsage(await Ask(client, "One place to be"), now.Count, common, 17);
    }

    [Fact]
    public async Task A_conversation_that_goes_on_finds_its_own_answer_in_the_cache()
    {
        using var model = TinyModel.Saying(Said, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        List<ChatMessage> messages = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Go")];
        var first = await client.GetResponseAsync(messages, null, Token);
        messages.AddRange(first.Messages);
        messages.Add(new ChatMessage(ChatRole.User, "More"));
        var second = await client.GetResponseAsync(messages, null, Token);
        Assert.Equal(first.Usage!.InputTokenCount + 16, second.Usage!.CachedInputTokenCount);
        Assert.True(second.Usage.InputTokenCount > second.Usage.CachedInputTokenCount + 10);
    }

    [Theory]
    [InlineData("fox", "lazy ")]
    [InlineData("x:ju", "lazy fo")]
    [InlineData("l", "")]
    [InlineData(".", "lazy fox:jumpé")]
    [InlineData("pé", "lazy fox:jum")]
    [InlineData(Said, "")]
    public async Task A_stop_sequence_split_across_tokens_ends_the_answer_before_it(string stop, string text)
    {
        using var model = TinyModel.Saying(Said, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        foreach (IList<string> stops in (List<string>[])[[stop], ["never", stop], [stop, "é.."]])
        {
            var options = new ChatOptions { StopSequences = stops };
            var response = await Ask(client, "Hello", options);
            Assert.Equal(text, response.Text);
            Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
            Assert.Equal(text, string.Concat((await Stream(client, "Hello", options)).Select(update => update.Text)));

            // Tokens are counted up to the one that completes the stop, and not a token more is computed.
            Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(Said[..(Said.IndexOf(stop, StringComparison.Ordinal) + stop.Length)]), response.Usage!.OutputTokenCount);
        }
    }

    [Theory]
    [InlineData("fog")]
    [InlineData("jump.")]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_stop_sequence_that_only_begins_takes_nothing_away(string stop)
    {
        using var model = TinyModel.Saying(Said, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var response = await Ask(client, "Hello", new ChatOptions { StopSequences = [stop] });
        Assert.Equal(Said, response.Text);
        Assert.Equal(17, response.Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task A_stop_sequence_completed_by_the_replacement_of_a_cut_character_is_not_shown()
    {
        using var model = TinyModel.Saying(Said, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var response = await Ask(client, "Hello", new ChatOptions { MaxOutputTokens = 14, StopSequences = ["p\uFFFD"] });
        Assert.Equal("lazy fox:jum", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact]
    public async Task Streaming_shows_each_character_as_it_is_complete_and_usage_at_the_end()
    {
        using var model = TinyModel.Saying(Said, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var updates = await Stream(client, "Hello");
        Assert.Equal(Said.Select(c => c.ToString()), updates.SkipLast(1).Select(update => update.Text), StringComparer.Ordinal);
        Assert.All(updates, update => Assert.Equal(ChatRole.Assistant, update.Role));
        Assert.All(updates.SkipLast(1), update => Assert.Null(update.FinishReason));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        Assert.Equal(17, Assert.Single(updates[^1].Contents.OfType<UsageContent>()).Details.OutputTokenCount);
    }

    [Fact]
    public async Task Streamed_and_whole_answers_are_the_same_text()
    {
        using var model = new TinyModel(GgmlType.Q8_0).Load();
        using var client = new LocalChatClient(model, threads: 1);
        foreach (var prompt in Prompts)
        {
            var options = new ChatOptions { MaxOutputTokens = 40, Seed = 4 };
            var whole = await Ask(client, prompt, options);
            Assert.True(whole.Text.Length > 10);
            Assert.Equal(whole.Text, string.Concat((await Stream(client, prompt, options)).Select(update => update.Text)));
        }
    }

    [Theory]
    [InlineData(GgmlType.Q8_0)]
    [InlineData(GgmlType.F16)]
    public async Task The_same_seed_gives_the_same_text_with_a_warm_and_a_cold_cache(GgmlType type)
    {
        using var model = new TinyModel(type).Load();
        using var warm = new LocalChatClient(model, threads: 1);
        List<string> texts = [];
        foreach (var prompt in Prompts)
        {
            var options = new ChatOptions { MaxOutputTokens = 40, Seed = 7, Temperature = 1 };
            var text = (await Ask(warm, prompt, options)).Text;
            Assert.Equal(text, await Fresh(model, prompt, options));
            var again = await Ask(warm, prompt, options);
            Assert.Equal(text, again.Text);
            Assert.Equal(Prompt(model, prompt).Count - 1, again.Usage!.CachedInputTokenCount);
            texts.Add(text);
        }

        Assert.Equal(Prompts.Distinct(StringComparer.Ordinal).Count(), texts.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_text_with_any_number_of_threads()
    {
        using var model = new TinyModel(GgmlType.Q8_0).Load();
        var options = new ChatOptions { MaxOutputTokens = 20, Seed = 7 };
        var expected = await Fresh(model, "Write.", options);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await Fresh(model, "Write.", options, threads: 2));
        Assert.Equal(expected, await Fresh(model, "Write.", options, threads: 3));
        Assert.Equal(expected, await Fresh(model, "Write.", options, threads: 0));
    }

    [Fact]
    public async Task Another_seed_gives_another_text_and_no_seed_is_seed_zero()
    {
        using var model = new TinyModel().Load();
        using var client = new LocalChatClient(model, threads: 1);
        async Task<string> Text(long? seed) => (await Ask(client, "Write.", new ChatOptions { MaxOutputTokens = 40, Seed = seed })).Text;
        Assert.Equal(await Text(null), await Text(0));
        Assert.Equal(4, new HashSet<string>([await Text(0), await Text(1), await Text(2), await Text(-1)], StringComparer.Ordinal).Count);
    }

    [Fact]
    public async Task Sampling_options_reach_the_sampler()
    {
        using var model = new TinyModel().Load();
        using var client = new LocalChatClient(model, threads: 1);
        async Task<string> Text(ChatOptions options)
        {
            (options.MaxOutputTokens, options.Seed) = (40, 3);
            return (await Ask(client, "Write.", options)).Text;
        }

        var greedy = await Text(new ChatOptions { Temperature = 0 });
        Assert.NotEqual(greedy, await Text(new ChatOptions { Temperature = 2 }), StringComparer.Ordinal);
        Assert.Equal(greedy, await Text(new ChatOptions { Temperature = 2, TopP = 0 }));
        Assert.Equal(greedy, await Text(new ChatOptions { Temperature = 2, AdditionalProperties = new() { ["min_p"] = 1.0 } }));
        Assert.Equal(greedy, await Text(new ChatOptions { Temperature = 2, AdditionalProperties = new() { ["min_p"] = "1" } }));
        Assert.Equal(await Text(new ChatOptions()), await Text(new ChatOptions { Temperature = 0.8f, TopP = 1, AdditionalProperties = new() { ["min_p"] = 0.05f } }));
        Assert.NotEqual(await Text(new ChatOptions { Temperature = 2 }), await Text(new ChatOptions { Temperature = 2, AdditionalProperties = new() { ["min_p"] = 0 } }), StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_a_call_leaves_open_is_sampled_as_the_file_recommends()
    {
        var tiny = new TinyModel();
        using var open = tiny.Load();
        tiny.Pairs["general.sampling.temp"] = 0f;
        using var greedy = tiny.Load();
        var options = new ChatOptions { MaxOutputTokens = 30 };
        Assert.Equal(await Fresh(open, "Write.", new ChatOptions { MaxOutputTokens = 30, Temperature = 0 }), await Fresh(greedy, "Write.", options));
        Assert.Equal(await Fresh(open, "Write.", options), await Fresh(greedy, "Write.", new ChatOptions { MaxOutputTokens = 30, Temperature = 0.8f }));
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_is_an_error_that_says_so()
    {
        using var model = TinyModel.Saying(Said, TinyModel.EndOfTurn, context: 64).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var overhead = Prompt(model, "x").Count - 1;
        var fits = new string('x', 63 - overhead);
        var e = await Assert.ThrowsAsync<ContextExceededException>(() => Ask(client, fits + "x"));
        Assert.Contains("64 tokens", e.Message, StringComparison.Ordinal);
        Assert.Contains("tiny reads at most 63", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ContextExceededException>(() => Stream(client, new string('x', 500)));
        var response = await Ask(client, fits);
        AssertUsage(response, 63, 0, 1);
        Assert.Equal(("l", ChatFinishReason.Length), (response.Text, response.FinishReason));
    }

    [Fact]
    public async Task A_broken_option_reaches_the_caller_and_the_next_call_works()
    {
        using var model = TinyModel.Saying(Said, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        await Assert.ThrowsAsync<FormatException>(() => Ask(client, "Hello", new ChatOptions { AdditionalProperties = new() { ["min_p"] = "much" } }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.GetResponseAsync((IEnumerable<ChatMessage>)null!, null, Token));
        Assert.Equal(Said, (await Ask(client, "Hello")).Text);
    }

    [Fact]
    public void Services_are_found_by_type()
    {
        using var model = new TinyModel().Load();
        using var client = new LocalChatClient(model, threads: 1);
        Assert.Same(model, client.GetService<LocalModel>());
        Assert.Same(client, client.GetService<IChatClient>());
        Assert.Same(client, client.GetService<LocalChatClient>());
        Assert.Null(client.GetService<string>());
        Assert.Null(client.GetService(typeof(LocalModel), "key"));
        var metadata = client.GetService<ChatClientMetadata>();
        Assert.NotNull(metadata);
        Assert.Equal(("local", "tiny"), (metadata.ProviderName, metadata.DefaultModelId));
        Assert.Equal(model.Path, metadata.ProviderUri!.LocalPath);
    }
}
