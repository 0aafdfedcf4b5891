using LongWriter.Chat;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Suites;
using LongWriter.Fakes;
using LongWriter.Strategies;
using LongWriter.Text;
using Microsoft.Extensions.AI;

namespace LongWriter.Evaluation.Tests.Running;

public sealed class EvaluationRunnerTests : IDisposable
{
    private static readonly SuiteItem[] s_items =
    [
        new("a", "Write 300 words on mud\n", "News Report", 300),
        new("b", "Write 900 words on the sea", "Popular Science", 900),
        new("c", "Write 1,500 words on bread", "Community Forum", 1500),
        new("d", "Write 400 words on rain", "Academic and Monograph", 400),
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WritingStrategy.Direct)]
    [InlineData(WritingStrategy.AgentWrite)]
    [InlineData(WritingStrategy.Parallel)]
    public async Task Every_prompt_has_its_answers_with_all_that_is_known_of_them(WritingStrategy strategy)
    {
        var predictions = await RunAsync(strategy, samples: 2);

        Assert.Equal(s_items.SelectMany(item => new[] { (item.Id, 0), (item.Id, 1) }), predictions.Select(prediction => (prediction.Id, prediction.Sample)));
        Assert.All(predictions, prediction =>
        {
            var item = s_items.Single(item => item.Id == prediction.Id);
            Assert.Equal((item.Prompt, item.Type, item.Length), (prediction.Prompt, prediction.Type, prediction.Length));
            Assert.Equal(WordCount.Of(prediction.Response), prediction.ResponseLength);
            Assert.True(prediction.ResponseLength > 100);
            Assert.Equal("stop", prediction.FinishReason);
            Assert.True(prediction.Usage is { Prompt: > 0, Completion: > 0 });
            Assert.NotNull(prediction.Seconds);
            Assert.Equal(strategy == WritingStrategy.Direct, prediction.Plan is null);
            Assert.Equal(strategy == WritingStrategy.Direct, prediction.Sections is null);
        });
        Assert.Equal(predictions.Count, predictions.Select(prediction => prediction.Response).Distinct().Count());
    }

    [Fact]
    public async Task Sections_begin_where_they_are_said_to_and_have_a_point_each()
    {
        var prediction = (await RunAsync(WritingStrategy.AgentWrite))[2];

        Assert.True(prediction.Sections!.Count > 1);
        Assert.Equal(prediction.Plan!.Count, prediction.Sections.Count);
        Assert.Equal(0, prediction.Sections[0]);
        Assert.All(prediction.Sections.Skip(1), start => Assert.Equal("\n\n", prediction.Response[(start - 2)..start]));
        Assert.All(prediction.Sections, start => Assert.True(char.IsUpper(prediction.Response[start])));
    }

    [Theory]
    [InlineData(WritingStrategy.Direct)]
    [InlineData(WritingStrategy.AgentWrite)]
    [InlineData(WritingStrategy.Parallel)]
    public async Task What_the_model_is_told_is_the_same_whatever_length_the_suite_has(WritingStrategy strategy)
    {
        using var one = new RecordingClient(new SeededWriter());
        using var other = new RecordingClient(new SeededWriter());
        var predictions = await RunAsync(one, strategy, s_items);
        await RunAsync(other, strategy, [.. s_items.Select(item => item with { Length = (item.Length * 3) + 17, Type = "Limericks" })]);

        Assert.True(one.Requests.Count >= s_items.Length);
        Assert.Equal(one.Requests.Order(StringComparer.Ordinal), other.Requests.Order(StringComparer.Ordinal));
        Assert.Equal(s_items.Select(item => item.Length), predictions.Select(prediction => prediction.Length));
    }

    [Fact]
    public async Task The_baseline_is_given_the_prompt_letter_by_letter_and_nothing_else()
    {
        using var client = new RecordingClient(new SeededWriter());

        await RunAsync(client, WritingStrategy.Direct, s_items, samples: 2);

        Assert.Equal(2 * s_items.Length, client.Requests.Count);
        Assert.All(client.Requests, request => Assert.Contains(s_items, item => request.StartsWith($"user: {item.Prompt} [", StringComparison.Ordinal) && request.EndsWith(" 0.5  32768  ]", StringComparison.Ordinal)));
        Assert.Equal(client.Requests.Count, client.Requests.Distinct().Count());
    }

    [Fact]
    public async Task Seeds_depend_on_neither_order_nor_what_else_is_run()
    {
        using var all = new RecordingClient(new SeededWriter());
        using var one = new RecordingClient(new SeededWriter());
        using var otherSeed = new RecordingClient(new SeededWriter());

        await RunAsync(all, WritingStrategy.Direct, s_items);
        await RunAsync(one, WritingStrategy.Direct, [s_items[2]]);
        await RunAsync(otherSeed, WritingStrategy.Direct, [s_items[2]], seed: 8);

        Assert.Contains(Assert.Single(one.Requests), all.Requests);
        Assert.NotEqual(one.Requests, otherSeed.Requests);
    }

    [Theory]
    [InlineData(WritingStrategy.Direct, 1)]
    [InlineData(WritingStrategy.Direct, 3)]
    [InlineData(WritingStrategy.AgentWrite, 2)]
    public async Task A_run_left_after_any_answer_comes_to_the_same_and_asks_for_nothing_that_stands(WritingStrategy strategy, int concurrency)
    {
        var whole = await RunAsync(strategy, samples: 2);
        for (var stop = 0; stop < whole.Count; stop++)
        {
            var path = _folder[$"{strategy}{concurrency}-{stop}"];
            using var client = new RecordingClient(new SeededWriter());
            using (var folder = Create(path, strategy, s_items, samples: 2))
            {
                await foreach (var progress in Runner(client, strategy).RunAsync(folder, concurrency, Token))
                {
                    if (progress.Done >= stop)
                    {
                        break;
                    }
                }
            }

            HashSet<(string, int)> standing;
            using (var folder = Create(path, strategy, s_items, samples: 2))
            {
                standing = [.. folder.Predictions.Select(prediction => (prediction.Id, prediction.Sample))];
                Assert.True(standing.Count >= stop);
                var asked = client.Requests.Count;
                RunProgress? first = null;
                await foreach (var progress in Runner(client, strategy).RunAsync(folder, concurrency, Token))
                {
                    first ??= progress;
                }

                Assert.Equal((whole.Count, standing.Count), (first!.Total, first.Standing));
                Assert.True(strategy != WritingStrategy.Direct || client.Requests.Count - asked == whole.Count - standing.Count);
                Assert.Equal(Texts(whole), Texts(folder.Predictions));
            }
        }
    }

    [Fact]
    public async Task A_run_killed_at_any_byte_of_its_file_comes_to_the_same()
    {
        var whole = await RunAsync(WritingStrategy.Direct);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Directory.GetDirectories(_folder.Root)[0], "predictions.jsonl"), Token);
        var random = new Random(11);
        var times = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long" ? 500 : 20;
        for (var time = 0; time < times; time++)
        {
            var path = _folder[$"killed{time}"];
            Create(path, WritingStrategy.Direct, s_items).Dispose();
            var length = random.Next(bytes.Length + 1);
            await File.WriteAllBytesAsync(Path.Combine(path, "predictions.jsonl"), bytes[..length], Token);
            using var client = new RecordingClient(new SeededWriter());
            using var folder = Create(path, WritingStrategy.Direct, s_items);

            await DrainAsync(Runner(client, WritingStrategy.Direct).RunAsync(folder, 1, Token));

            Assert.Equal(s_items.Length - bytes[..length].Count(b => b == '\n'), client.Requests.Count);
            Assert.Equal(Texts(whole), Texts(folder.Predictions));
        }
    }

    [Fact]
    public async Task What_fails_is_kept_as_that_and_tried_again_when_the_run_goes_on()
    {
        using (var folder = Create(_folder["run"], WritingStrategy.Direct, s_items))
        {
            using var failing = new RecordingClient(new SeededWriter()) { Before = (_, _) => throw new WritingException("no\ntext") };
            var progress = await DrainAsync(Runner(failing, WritingStrategy.Direct).RunAsync(folder, 2, Token));

            Assert.Equal((0, 4), (progress[^1].Done, progress[^1].Failed));
            Assert.Equal(["a", "b", "c", "d"], folder.Failures.Select(failure => failure.Id).Order(StringComparer.Ordinal));
            Assert.All(folder.Failures, failure => Assert.Equal("no text", failure.Reason));
        }

        using var again = Create(_folder["run"], WritingStrategy.Direct, s_items);
        using var client = new SeededWriter();
        var last = (await DrainAsync(Runner(client, WritingStrategy.Direct).RunAsync(again, 2, Token)))[^1];
        Assert.Equal((4, 0), (last.Done, last.Failed));
        Assert.Equal(4, again.Failures.Count());
        Assert.Equal(4, again.Predictions.Count());
    }

    [Fact]
    public async Task What_would_fail_all_of_them_ends_the_run_and_is_no_failure_of_a_prompt()
    {
        using var folder = Create(_folder["run"], WritingStrategy.Direct, s_items);
        using var client = new RecordingClient(new SeededWriter()) { Before = (_, _) => throw new BudgetReachedException("used up") };

        var problem = await Assert.ThrowsAsync<BudgetReachedException>(() => DrainAsync(Runner(client, WritingStrategy.Direct).RunAsync(folder, 2, Token)));

        Assert.Equal("used up", problem.Message);
        Assert.Empty(folder.Failures);
        Assert.InRange(client.Requests.Count, 1, 2);
    }

    [Fact]
    public async Task So_many_answers_are_under_way_at_once_and_no_more()
    {
        var together = new TaskCompletionSource();
        using var client = new RecordingClient(new SeededWriter())
        {
            // The first three wait for one another.
            Before = async (underWay, token) =>
            {
                if (underWay == 3)
                {
                    together.TrySetResult();
                }

                await together.Task.WaitAsync(token);
            },
        };
        using var folder = Create(_folder["run"], WritingStrategy.Direct, s_items, samples: 5);

        await DrainAsync(Runner(client, WritingStrategy.Direct).RunAsync(folder, 3, Token));

        Assert.Equal(3, client.Most);
        Assert.Equal(20, folder.Predictions.Count());
    }

    [Fact]
    public async Task An_interrupt_ends_the_calls_under_way()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var client = new RecordingClient(new SeededWriter())
        {
            Before = async (_, token) =>
            {
                await source.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            },
        };
        using var folder = Create(_folder["run"], WritingStrategy.Direct, s_items);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DrainAsync(Runner(client, WritingStrategy.Direct).RunAsync(folder, 2, source.Token)));

        Assert.Empty(folder.Predictions);
        Assert.Empty(folder.Failures);
    }

    [Fact]
    public async Task Progress_tells_the_time_left_by_what_the_prompts_ask_for()
    {
        var time = new ManualTime();
        using var client = new RecordingClient(new SeededWriter())
        {
            Before = (_, _) =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return Task.CompletedTask;
            },
        };
        using var folder = Create(_folder["run"], WritingStrategy.Direct, s_items);

        var steps = await DrainAsync(new EvaluationRunner(Writer(client, WritingStrategy.Direct, time), static _ => false, time).RunAsync(folder, 1, Token));

        Assert.Equal((4, 0, 0, 0L, null), (steps[0].Total, steps[0].Standing, steps[0].Done, steps[0].Words, steps[0].Left));
        var ends = steps.Where(step => step.Prediction is not null).ToList();

        // 300 of 3,100 words in 30 s, then 1,200 in 60 s, then 2,700 in 90 s.
        Assert.Equal([280, 95, 400 / 30.0], ends.Take(3).Select(step => step.Left!.Value.TotalSeconds), (one, other) => Math.Abs(one - other) < 1e-3);
        Assert.Null(ends[3].Left);
        Assert.Equal(folder.Predictions.Sum(prediction => prediction.ResponseLength), ends[3].Words);
        Assert.Contains(steps, step => step is { Prediction: null, Done: 0, Words: > 0 });
    }

    [Fact]
    public async Task An_answer_cut_at_its_limit_is_kept_with_that_reason_and_an_empty_one_too()
    {
        using var client = new ScriptedChatClient(new Reply(Sample.Text("Mud", 300)) { Finish = ChatFinishReason.Length }, new Reply("") { Finish = null });

        var predictions = await RunAsync(client, WritingStrategy.Direct, s_items[..2]);

        Assert.Equal([("length", 300), (null, 0)], predictions.Select(prediction => (prediction.FinishReason, prediction.ResponseLength)));
    }

    private static IEnumerable<(string, int, string)> Texts(IEnumerable<Prediction> predictions) =>
        predictions.OrderBy(prediction => prediction.Id, StringComparer.Ordinal).ThenBy(prediction => prediction.Sample).Select(prediction => (prediction.Id, prediction.Sample, prediction.Response));

    private static async Task<List<RunProgress>> DrainAsync(IAsyncEnumerable<RunProgress> run)
    {
        var steps = new List<RunProgress>();
        await foreach (var step in run)
        {
            steps.Add(step);
        }

        return steps;
    }

    private static DocumentWriter Writer(IChatClient client, WritingStrategy strategy, TimeProvider? time = null) =>
        new(client, new WriterOptions { Strategy = strategy, Temperature = 0.5f, BaselineTokens = strategy == WritingStrategy.Direct ? 32_768 : null }, time);

    private static EvaluationRunner Runner(IChatClient client, WritingStrategy strategy) => new(Writer(client, strategy), static e => e is WritingException);

    private static EvaluationFolder Create(string path, WritingStrategy strategy, SuiteItem[] items, int samples = 1, long seed = 7) =>
        EvaluationFolder.CreateOrResume(path, new RunInfo(RunInfo.Current, "ours", "ab", "seeded", strategy.ToString().ToLowerInvariant(), samples, seed), new Suite("ours", "ab", items));

    private async Task<List<Prediction>> RunAsync(WritingStrategy strategy, int samples = 1)
    {
        using var client = new SeededWriter();
        return await RunAsync(client, strategy, s_items, samples);
    }

    private async Task<List<Prediction>> RunAsync(IChatClient client, WritingStrategy strategy, SuiteItem[] items, int samples = 1, long seed = 7)
    {
        using var folder = Create(_folder[Guid.CreateVersion7().ToString()], strategy, items, samples, seed);
        await DrainAsync(Runner(client, strategy).RunAsync(folder, 1, Token));
        return [.. folder.Predictions];
    }
}
