using System.Text.Json;
using LongWriter.Chat;
using LongWriter.Fakes;
using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

/// <summary>Documents behind a chat client.</summary>
public class LongWritingChatClientTests
{
    private const string Long = "Write a 2,000-word article on the sea";
    private static readonly Reply s_plan = Sample.Plan(1000, 1000).ToString();
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_request_comes_back_as_a_document_section_by_section()
    {
        using var inner = new ScriptedChatClient(
            s_plan with { Usage = Used(10, 0, 20) },
            new Reply("I'm sorry, but I can't do that.") { Usage = Used(100, 50, 5) },
            new Reply(Sample.Text("Mud", 1000)) { Usage = Used(100, 90, 500), Pieces = [40] },
            new Reply(Sample.Text("Stone", 1000)) { Usage = Used(300, 200, 500) });
        using var client = new ChatClientBuilder(inner).UseLongWriting().Build();

        var updates = await client.GetStreamingResponseAsync(Long, cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(
            ["# The sea\n" + Sample.Section(1, "Mud", 1000).ToMarkdown(), Sample.Section(2, "Stone", 1000).ToMarkdown(), ""],
            updates.Select(update => update.Text));
        Assert.Equal([null, null, ChatFinishReason.Stop], updates.Select(update => update.FinishReason));
        Assert.All(updates, update => Assert.Equal((ChatRole.Assistant, updates[0].MessageId, "scripted-1"), (update.Role!.Value, update.MessageId, update.ModelId)));
        Assert.IsType<SectionFinished>(updates[0].RawRepresentation);

        var response = updates.ToChatResponse();
        Assert.Equal((510L, 340L, 1025L, 1535L), (response.Usage!.InputTokenCount, response.Usage.CachedInputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Single(response.Messages);
    }

    [Fact]
    public async Task The_whole_answer_is_the_same_document()
    {
        using var inner = new ScriptedChatClient(s_plan, Sample.Text("Mud", 1000), Sample.Text("Stone", 1000));
        using var client = new LongWritingChatClient(inner);

        var response = await client.GetResponseAsync(Long, cancellationToken: Token);

        Assert.Equal(new Document("The sea", [Sample.Section(1, "Mud", 1000), Sample.Section(2, "Stone", 1000)]).ToMarkdown(), response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Null(response.Usage);
    }

    public static TheoryData<string, string> Others => new()
    {
        { "Hello", "nothing" },
        { "Write a 1,500-word article on the sea", "nothing" },
        { "Write about the sea", "nothing" },
        { Long, "json" },
        { Long, "room" },
        { Long, "assistant" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Everything_else_passes_through_untouched(string message, string why)
    {
        using var inner = new ScriptedChatClient("Hi.", "Hi again.");
        using var client = new LongWritingChatClient(inner);
        using var source = new CancellationTokenSource();
        ChatMessage[] messages = why == "assistant" ? [new(ChatRole.User, message), new(ChatRole.Assistant, "So,")] : [new(ChatRole.System, "Be kind."), new(ChatRole.User, message)];
        var options = new ChatOptions { ResponseFormat = why == "json" ? ChatResponseFormat.Json : null, MaxOutputTokens = why == "room" ? 500 : null };

        var whole = await client.GetResponseAsync(messages, options, source.Token);
        var streamed = await client.GetStreamingResponseAsync(messages, options, source.Token).ToListAsync(source.Token);

        Assert.Equal(("Hi.", "Hi again."), (whole.Text, streamed.ToChatResponse().Text));
        Assert.All(inner.Calls, call =>
        {
            Assert.Same(options, call.Options);
            Assert.Equal(source.Token, call.Token);
            Assert.Equal(messages.Select(said => (said.Role.Value, said.Text)), call.Messages);
        });
    }

    [Fact]
    public async Task What_was_said_before_goes_ahead_of_every_call_and_options_go_along()
    {
        using var inner = new ScriptedChatClient(s_plan, Sample.Text("Mud", 1000), Sample.Text("Stone", 1000));
        using var client = new LongWritingChatClient(inner, new WriterOptions { Temperature = 0.2f });
        using var source = new CancellationTokenSource();
        ChatMessage[] before = [new(ChatRole.System, "Write as a sailor."), new(ChatRole.User, "I once had a boat."), new(ChatRole.Assistant, "What was she called?")];
        var last = new ChatMessage(ChatRole.User, [new TextContent(Long), new UriContent("https://example.org/boat.png", "image/png")]);
        var options = new ChatOptions { ModelId = "big", TopP = 0.9f, Temperature = 0.7f, Seed = 5, Instructions = "British spelling.", ConversationId = "stored", Tools = [AIFunctionFactory.Create(() => 1, "one")] };

        var response = await client.GetResponseAsync([.. before, last], options, source.Token);

        Assert.Equal("big", response.ModelId);
        Assert.Equal(3, inner.Calls.Count);
        foreach (var call in inner.Calls)
        {
            Assert.Equal([.. before.Select(message => (message.Role.Value, message.Text)), ("user", "")], call.Messages.Take(4));
            Assert.Equal(5, call.Messages.Count);
            Assert.Contains(Long, call.Messages[4].Text, StringComparison.Ordinal);
            Assert.Equal(("big", 0.9f, 0.7f, "British spelling."), (call.Options.ModelId, call.Options.TopP, call.Options.Temperature, call.Options.Instructions));
            Assert.Null(call.Options.Tools);
            Assert.Null(call.Options.ConversationId);
        }

        Assert.Equal(CallSeed.Of(5, 1, 0), inner.Calls[1].Options.Seed);
        Assert.NotNull(inner.Calls[1].Options.MaxOutputTokens);
        Assert.Equal((5L, "stored"), (options.Seed, options.ConversationId));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(300L)]
    [InlineData("300")]
    [InlineData("json")]
    public async Task Words_that_are_set_make_any_request_a_document(object words)
    {
        using var inner = new ScriptedChatClient(Sample.Plan(150, 150).ToString(), Sample.Text("Mud", 150), Sample.Text("Stone", 150));
        using var client = new LongWritingChatClient(inner);
        var options = new ChatOptions { MaxOutputTokens = 100, AdditionalProperties = new() { [LongWritingChatClient.Words] = words is "json" ? JsonSerializer.Deserialize<JsonElement>("300") : words, ["own"] = 1 } };

        var response = await client.GetResponseAsync("Write about mud", options, Token);

        Assert.StartsWith("# Mud\n\n## Mud\n", response.Text, StringComparison.Ordinal);
        Assert.All(inner.Calls, call => Assert.Equal(["own"], call.Options.AdditionalProperties!.Keys));
        Assert.Equal(2, options.AdditionalProperties.Count);
    }

    [Theory]
    [InlineData("many")]
    [InlineData(0)]
    [InlineData(2.5)]
    public async Task Words_that_are_none_are_refused(object words)
    {
        using var client = new LongWritingChatClient(new ScriptedChatClient());
        var options = new ChatOptions { AdditionalProperties = new() { [LongWritingChatClient.Words] = words } };

        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => client.GetResponseAsync("Write about mud", options, Token));

        Assert.Contains($"longwriter.words is '{words}'; give a whole number of words", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_before_the_first_section_has_shown_nothing_and_later_ones_end_the_stream()
    {
        using var early = new LongWritingChatClient(new ScriptedChatClient([.. Enumerable.Repeat(new Reply("I cannot."), 5)]));
        using var late = new LongWritingChatClient(new ScriptedChatClient([s_plan, Sample.Text("Mud", 1000), .. Enumerable.Repeat(new Reply("I'm sorry, but I can't."), 5)]));
        var (shownEarly, shownLate) = (new List<ChatResponseUpdate>(), new List<ChatResponseUpdate>());

        await Assert.ThrowsAsync<WritingException>(() => ReadAsync(early, shownEarly));
        await Assert.ThrowsAsync<WritingException>(() => ReadAsync(late, shownLate));

        Assert.Empty(shownEarly);
        Assert.Equal("# The sea\n" + Sample.Section(1, "Mud", 1000).ToMarkdown(), Assert.Single(shownLate).Text);

        static async Task ReadAsync(LongWritingChatClient client, List<ChatResponseUpdate> shown)
        {
            await foreach (var update in client.GetStreamingResponseAsync(Long, cancellationToken: Token))
            {
                shown.Add(update);
            }
        }
    }

    [Fact]
    public async Task A_short_context_is_shared_with_what_was_said_before()
    {
        using var inner = new ScriptedChatClient([Sample.Plan([.. Enumerable.Repeat(200, 9)]).ToString(), .. Enumerable.Range(0, 9).Select(i => new Reply(Sample.Text($"Heading{(char)('A' + i)}", 200)))]);
        var window = new ContextWindow(7000, text => text.Length);
        using var client = new LongWritingChatClient(inner, new WriterOptions { Context = window });

        await client.GetResponseAsync([new(ChatRole.System, new string('x', 2000)), new(ChatRole.User, "Write 1,800 words on the sea")], cancellationToken: Token);

        Assert.Equal(10, inner.Calls.Count);
        Assert.All(inner.Calls.Skip(1), call => Assert.True(window.Count(call.Prompt) + call.Options.MaxOutputTokens <= window.Tokens));
    }

    [Fact]
    public void A_client_that_writes_documents_is_never_asked_for_one_call()
    {
        using var client = new LongWritingChatClient(new ScriptedChatClient());
        using var around = new ChatClientBuilder(client).ConfigureOptions(_ => { }).Build();

        Assert.Contains("UseLongWriting already", Assert.Throws<ArgumentException>(() => new DocumentWriter(around)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DocumentWriter(new ScriptedChatClient(), planner: around));
        Assert.Throws<ArgumentException>(() => new ChatClientBuilder(client).UseLongWriting().Build());
    }

    [Fact]
    public void The_inner_client_s_services_are_found_through_it()
    {
        using var client = new LongWritingChatClient(new ScriptedChatClient());

        Assert.Equal("scripted-1", client.GetService<ChatClientMetadata>()!.DefaultModelId);
    }

    private static UsageDetails Used(int prompt, int cached, int completion) => new() { InputTokenCount = prompt, CachedInputTokenCount = cached, OutputTokenCount = completion };
}
