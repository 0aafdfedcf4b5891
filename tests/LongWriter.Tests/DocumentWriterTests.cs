using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Prompts;
using LongWriter.Text;
using LongWriter.Writing;
using Microsoft.Extensions.AI;
using static LongWriter.Tests.WriterRun;

namespace LongWriter.Tests;

public class DocumentWriterTests
{
    private const string Ask = "Write a 300-word article on the sea";
    private static readonly Plan s_plan = Sample.Plan(100, 100, 100);
    private static readonly Plan s_tiny = Sample.Plan(6, 4, 4);
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_come_in_order_and_the_deltas_of_a_section_are_its_text()
    {
        using var client = new ScriptedChatClient(
            new Reply(s_tiny.ToString()) { Pieces = [1] },
            new Reply("\n\n  Mud\n\nMud is soft.  \n It stays. \n\n") { Pieces = [1, 2, 3] },
            new Reply("Stone\n\nStone is hard.") { Pieces = [7] },
            "Air\n\nAir is thin.\n");

        var events = await WriteAsync(client, new WritingRequest("Write 14 words on the sea") { Seed = 5 });

        Assert.Equal(
            [nameof(RunStarted), nameof(PlanReady), nameof(SectionStarted), nameof(SectionFinished), nameof(SectionStarted), nameof(SectionFinished), nameof(SectionStarted), nameof(SectionFinished), nameof(DocumentFinished)],
            events.Where(e => e is not TextDelta).Select(e => e.GetType().Name));
        Assert.Equal(new RunStarted("Write 14 words on the sea", "The sea", "scripted-1", "longwriter", PromptTemplate.LongWriter.Hash, 5, 14), events[0]);
        Assert.Equal(["Mud\n\nMud is soft.  \n It stays.", "Stone\n\nStone is hard.", "Air\n\nAir is thin."], events.OfType<SectionFinished>().Select(e => e.Section.Text));
        foreach (var finished in events.OfType<SectionFinished>())
        {
            var between = events.Skip(events.FindIndex(e => e is SectionStarted s && s.Section == finished.Section.Number) + 1).TakeWhile(e => e is TextDelta).Cast<TextDelta>().ToList();
            Assert.Equal(finished.Section.Text, string.Concat(between.Select(delta => delta.Text)));
            Assert.All(between, delta => Assert.Equal(finished.Section.Number, delta.Section));
        }

        Assert.Equal(events.OfType<SectionFinished>().Select(e => e.Section), Last(events).Document.Sections);
        Assert.Equal(0, client.Left);
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("longwriter")]
    public async Task Every_prompt_carries_the_text_so_far_behind_a_prefix_that_only_grows(string template)
    {
        using var client = new ScriptedChatClient(s_plan.ToString(), Sample.Text("Mud", 100), Sample.Text("Stone", 100), Sample.Text("Air", 100));
        var prompts = PromptTemplate.Find(template);

        await WriteAsync(client, new WritingRequest(Ask), new WriterOptions { Template = prompts });

        string[] texts = ["", Sample.Text("Mud", 100), Sample.Text("Mud", 100) + "\n\n" + Sample.Text("Stone", 100)];
        Assert.Equal(
            [prompts.Plan(Ask), .. s_plan.Steps.Select((step, i) => prompts.Write(Ask, s_plan.ToString(), texts[i], step.ToString()))],
            client.Calls.Select(call => call.Prompt));
        var prefixes = client.Calls.Skip(1).Select(call => call.Prompt[..call.Prompt.LastIndexOf("\n\n", StringComparison.Ordinal)]).ToList();
        Assert.StartsWith(prefixes[0], prefixes[1], StringComparison.Ordinal);
        Assert.StartsWith(prefixes[1], prefixes[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_budget_stands_in_the_last_sentence_alone()
    {
        using var client = new ScriptedChatClient(s_plan.ToString(), Sample.Text("Mud", 160), Sample.Text("Stone", 70), Sample.Text("Air", 70));

        var events = await WriteAsync(client, new WritingRequest(Ask));

        Assert.Equal([100, 70, 70], events.OfType<SectionStarted>().Select(e => e.Words));
        Assert.Equal([100, 100, 100], events.OfType<SectionStarted>().Select(e => e.Step.Words));
        Assert.All(client.Calls.Skip(1), call => Assert.Contains(s_plan.ToString(), call.Prompt, StringComparison.Ordinal));

        // 70 words are due, and a model that wrote 160 for 100 is asked for fewer.
        Assert.EndsWith(": " + s_plan.Steps[1].ToLine(50), client.Calls[2].Prompt, StringComparison.Ordinal);
        Assert.Equal(1, client.Calls[2].Prompt.Split("Word Count: 50 words").Length - 1);
    }

    [Fact]
    public async Task Words_win_over_the_instruction_and_are_told_to_the_model()
    {
        using var client = new ScriptedChatClient(Sample.Plan(250, 250).ToString(), Sample.Text("Mud", 150), Sample.Text("Stone", 150));

        var events = await WriteAsync(client, new WritingRequest("Write a 1000-word article on the sea") { Words = 300 });

        Assert.Equal(300, ((RunStarted)events[0]).TargetWords);
        Assert.Equal(new PlanRepaired("the steps' budgets came to 500 words; they were rescaled to 300"), events[1]);
        var ready = (PlanReady)events[2];
        Assert.Equal((300, 300), (ready.Plan.Words, ready.TargetWords));
        Assert.All(client.Calls, call => Assert.Contains("Write a 1000-word article on the sea\n\nLength: 300 words.", call.Prompt, StringComparison.Ordinal));
        Assert.Equal(100, Last(events).LengthScore);
    }

    [Fact]
    public async Task Words_that_the_instruction_states_already_are_not_stated_again()
    {
        using var client = new ScriptedChatClient(s_plan.ToString());

        var (ready, _) = await PlanAsync(client, new WritingRequest("  " + Ask + " ") { Words = 300 });

        Assert.Equal(300, ready.TargetWords);
        Assert.Equal(PromptTemplate.LongWriter.Plan(Ask), client.Calls[0].Prompt);
    }

    [Fact]
    public async Task Where_nobody_states_a_length_the_plan_decides()
    {
        using var client = new ScriptedChatClient(Sample.Plan(70, 30).ToString(), Sample.Text("Mud", 70), Sample.Text("Stone", 30));

        var events = await WriteAsync(client, new WritingRequest("Write about mud"));

        Assert.Null(((RunStarted)events[0]).TargetWords);
        Assert.Equal((100, 100d), (Last(events).TargetWords, Last(events).LengthScore));
    }

    [Fact]
    public async Task A_given_plan_is_followed_as_it_is_and_none_is_asked_for()
    {
        var plan = new Plan([new PlanStep(1, "Mud", 33), new PlanStep(2, "Stone", 77)]);
        using var client = new ScriptedChatClient(Sample.Text("Mud", 33), Sample.Text("Stone", 77));

        var events = await WriteAsync(client, new WritingRequest("Write about mud") { Plan = plan });

        var ready = (PlanReady)events[1];
        Assert.Equal(plan.Steps, ready.Plan.Steps);
        Assert.Equal(110, ready.TargetWords);
        Assert.Equal(2, client.Calls.Count);
    }

    [Fact]
    public async Task A_given_plan_is_fitted_to_a_length_asked_for_beside_it()
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 100), Sample.Text("Stone", 100));

        var events = await WriteAsync(client, new WritingRequest("Write about mud") { Plan = Sample.Plan(50, 50), Words = 200 });

        Assert.IsType<PlanRepaired>(events[1]);
        Assert.Equal([100, 100], ((PlanReady)events[2]).Plan.Steps.Select(step => step.Words));
    }

    [Fact]
    public async Task Finished_sections_are_not_written_again_and_the_rest_is_asked_for_as_in_one_run()
    {
        Reply[] sections = [Sample.Text("Mud", 120), Sample.Text("Stone", 90), Sample.Text("Air", 90)];
        using var whole = new ScriptedChatClient(sections);
        using var rest = new ScriptedChatClient(sections[2]);
        var request = new WritingRequest(Ask) { Plan = s_plan, Seed = 3 };

        var first = await WriteAsync(whole, request);
        var second = await WriteAsync(rest, request with { Past = [.. first.Where(e => e is PlanReady).Concat(first.OfType<SectionFinished>().Take(2))] });

        var call = Assert.Single(rest.Calls);
        Assert.Equal((whole.Calls[2].Prompt, whole.Calls[2].Options.Seed, whole.Calls[2].Options.MaxOutputTokens), (call.Prompt, call.Options.Seed, call.Options.MaxOutputTokens));
        Assert.Equal(Last(first).Document.ToMarkdown(), Last(second).Document.ToMarkdown());
        Assert.Equal([1, 2, 3], second.OfType<SectionFinished>().Select(e => e.Section.Number));
        Assert.Equal(new RunResumed(2, 210), Assert.Single(second.OfType<RunResumed>()));
        Assert.Equal(3, Assert.Single(second.OfType<SectionStarted>()).Section);
    }

    [Fact]
    public async Task Cancelling_stops_at_the_next_token_and_leaves_the_events_valid()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var client = new ScriptedChatClient("Mud\n\nMud is soft.", new Reply("Stone\n\nStone is hard.") { Pieces = [4] });
        var events = new List<WritingEvent>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var happened in new DocumentWriter(client).WriteAsync(new WritingRequest("Write about mud") { Plan = Sample.Plan(10, 10, 10) }, source.Token))
            {
                events.Add(happened);
                if (happened is TextDelta { Section: 2 })
                {
                    await source.CancelAsync();
                }
            }
        });

        Assert.Equal("Mud\n\nMud is soft.", Assert.Single(events.OfType<SectionFinished>()).Section.Text);
        Assert.Equal("Ston", Assert.Single(events.OfType<TextDelta>(), delta => delta.Section == 2).Text);
        Assert.Equal(2, client.Calls.Count);
    }

    [Fact]
    public async Task The_token_goes_along_with_the_call_for_a_plan()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        using var client = new ScriptedChatClient(s_plan.ToString());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PlanAsync(client, new WritingRequest(Ask), token: source.Token));

        Assert.True(Assert.Single(client.Calls).Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_client_s_own_failure_comes_through_and_what_was_yielded_stands()
    {
        var failure = new HttpRequestException("the line is dead");
        using var client = new ScriptedChatClient("Mud\n\nMud is soft.", new Reply("Stone\n\n") { Failure = failure });
        var events = new List<WritingEvent>();

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(new DocumentWriter(client), new WritingRequest("Write about mud") { Plan = Sample.Plan(10, 10) }, events));

        Assert.Same(failure, thrown);
        Assert.Single(events.OfType<SectionFinished>());
        Assert.IsType<TextDelta>(events[^1]);
    }

    [Fact]
    public async Task How_an_answer_ended_is_told()
    {
        using var client = new ScriptedChatClient(new Reply("Mud") { Finish = ChatFinishReason.Length }, "Stone", new Reply("Air") { Finish = null });

        var events = await WriteAsync(client, new WritingRequest("Write about mud") { Plan = Sample.Plan(10, 10, 10) });

        Assert.Equal(["length", "stop", "unknown"], events.OfType<SectionFinished>().Select(e => e.FinishReason));
    }

    [Fact]
    public async Task The_last_event_has_the_score_the_sum_of_all_calls_and_the_time()
    {
        static UsageDetails Used(int prompt, int cached, int completion) => new() { InputTokenCount = prompt, CachedInputTokenCount = cached, OutputTokenCount = completion };
        using var client = new ScriptedChatClient(
            new Reply("no plan") { Usage = Used(1, 0, 2) },
            new Reply(Sample.Plan(100, 100).ToString()) { Usage = Used(10, 5, 20) },
            new Reply("") { Usage = Used(100, 50, 1) },
            new Reply(Sample.Text("Mud", 100)) { Usage = Used(1000, 500, 100) },
            Sample.Text("Stone", 150));

        var events = await WriteAsync(client, new WritingRequest("Write 200 words on mud"), time: new ManualTime(TimeSpan.FromSeconds(30)));

        var last = Last(events);
        Assert.Equal((250, 200), (last.Document.Words, last.TargetWords));
        Assert.Equal(91.67, last.LengthScore, 0.005);
        Assert.Equal(LengthScore.Of(200, 250), last.LengthScore);
        Assert.Equal(new TokenUsage(11, 5, 22), ((PlanReady)events[1]).Usage);
        Assert.Equal([new TokenUsage(1100, 550, 101), new TokenUsage(0, 0, 0)], events.OfType<SectionFinished>().Select(e => e.Usage));
        Assert.Equal(new TokenUsage(1111, 555, 123), last.Usage);
        Assert.Equal(30, last.Seconds);
    }

    [Fact]
    public async Task Temperature_seed_and_room_for_the_answer_go_along()
    {
        using var client = new ScriptedChatClient(Sample.Plan(100).ToString(), Sample.Text("Mud", 100));

        await WriteAsync(client, new WritingRequest("Write about mud"), new WriterOptions { Temperature = 0.5f });

        Assert.All(client.Calls, call => Assert.Equal(0.5f, call.Options.Temperature));
        Assert.Null(client.Calls[0].Options.MaxOutputTokens);
        Assert.InRange(client.Calls[1].Options.MaxOutputTokens!.Value, 140, 400);
    }

    [Fact]
    public async Task In_a_short_context_prompt_and_answer_always_fit_and_the_cut_is_told()
    {
        // One step has a far longer point than the last one: room must be left for each by its own length.
        var plan = new Plan([.. Enumerable.Range(1, 12).Select(i => new PlanStep(i, i % 5 == 0 ? $"Point {i} " + new string('x', 300) : $"Point {i}", 100))]);
        using var client = new ScriptedChatClient([.. Enumerable.Range(1, 12).Select(i => new Reply(Sample.Text($"Heading{(char)('A' + i)}", 100)))]);
        var window = new ContextWindow(4000, text => text.Length);

        var events = await WriteAsync(client, new WritingRequest("Write about mud") { Plan = plan }, new WriterOptions { Context = window });

        Assert.InRange(events.OfType<HistoryWindowed>().Count(), 2, 10);
        Assert.All(client.Calls, call => Assert.True(window.Count(call.Prompt) + call.Options.MaxOutputTokens <= window.Tokens, $"{call.Prompt.Length} + {call.Options.MaxOutputTokens} tokens"));
        for (var i = 1; i < client.Calls.Count; i++)
        {
            Assert.Contains(Sample.Text($"Heading{(char)('A' + i)}", 100) + "\n\nWrite only", client.Calls[i].Prompt, StringComparison.Ordinal);
        }

        Assert.Equal(12, Last(events).Document.Sections.Count);
    }

    [Fact]
    public async Task A_context_that_holds_everything_is_never_cut()
    {
        using var client = new ScriptedChatClient([.. Enumerable.Range(0, 3).Select(i => new Reply(Sample.Text("ABC"[i].ToString(), 100)))]);

        var events = await WriteAsync(client, new WritingRequest(Ask) { Plan = s_plan }, new WriterOptions { Context = new ContextWindow(100_000, text => text.Length) });

        Assert.Empty(events.OfType<HistoryWindowed>());
    }

    [Fact]
    public async Task Calls_for_sections_carry_what_stands_where_the_options_say_so()
    {
        Reply[] replies = [.. Enumerable.Range(0, 3).Select(i => new Reply(Sample.Text("ABC"[i].ToString(), 100)))];
        using var told = new ScriptedChatClient(replies);
        using var untold = new ScriptedChatClient(replies);

        await WriteAsync(told, new WritingRequest(Ask) { Plan = s_plan }, new WriterOptions { SendsWritten = true });
        await WriteAsync(untold, new WritingRequest(Ask) { Plan = s_plan });

        Assert.Equal(["", Sample.Text("A", 100), Sample.Text("A", 100) + "\n\n" + Sample.Text("B", 100)], told.Calls.Select(call => call.Options.AdditionalProperties![WriterOptions.Written]));
        Assert.All(untold.Calls, call => Assert.Null(call.Options.AdditionalProperties));
    }

    [Fact]
    public async Task Calls_for_sections_say_what_their_prompts_share_with_later_ones()
    {
        using var client = new ScriptedChatClient([.. Enumerable.Range(0, 3).Select(i => new Reply(Sample.Text("ABC"[i].ToString(), 100)))]);

        await WriteAsync(client, new WritingRequest(Ask) { Plan = s_plan }, new WriterOptions { MarksPrefix = true });

        var calls = client.Calls.Select(call => (call.Prompt, Places: (IReadOnlyList<int>)call.Options.AdditionalProperties![WriterOptions.Prefix]!)).ToList();
        Assert.Single(calls.Select(call => call.Places[0]).Distinct());
        Assert.All(calls, call => Assert.EndsWith(s_plan.ToString() + "\n\nAlready written text:\n\n", call.Prompt[..call.Places[0]], StringComparison.Ordinal));
        Assert.Equal(["", Sample.Text("A", 100), Sample.Text("A", 100) + "\n\n" + Sample.Text("B", 100)], calls.Select(call => call.Prompt[call.Places[0]..call.Places[1]]));
        Assert.All(calls.Zip(calls.Skip(1)), pair => Assert.StartsWith(pair.First.Prompt[..pair.First.Places[1]], pair.Second.Prompt, StringComparison.Ordinal));
        Assert.Matches("^[0-9a-f]{16}$", (string)Assert.Single(client.Calls.Select(call => call.Options.AdditionalProperties![WriterOptions.Run]).Distinct())!);
    }

    [Theory]
    [InlineData("", null, "the instruction is empty")]
    [InlineData(" \n\t", null, "the instruction is empty")]
    [InlineData("Write about mud", 0, "0 words cannot be written")]
    [InlineData("Write about mud", -5, "-5 words cannot be written")]
    [InlineData("Write about mud", int.MaxValue, "ask for 1 to 10000000")]
    public async Task What_cannot_be_written_is_refused_before_any_call(string instruction, int? words, string message)
    {
        using var client = new ScriptedChatClient();
        var request = new WritingRequest(instruction) { Words = words };

        var planning = await Assert.ThrowsAsync<ArgumentException>(() => PlanAsync(client, request));
        var writing = await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(client, request));

        Assert.Contains(message, planning.Message, StringComparison.Ordinal);
        Assert.Contains(message, writing.Message, StringComparison.Ordinal);
        Assert.Empty(client.Calls);
    }

    private static DocumentFinished Last(List<WritingEvent> events) => Assert.IsType<DocumentFinished>(events[^1]);
}
