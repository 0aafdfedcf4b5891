using System.Runtime.InteropServices;
using LongWriter.Training.Data;
using LongWriter.Training.Models;
using LongWriter.Training.Runs;
using TorchSharp;

namespace LongWriter.Training.Tests.Runs;

public sealed class TrainerTests
{
    [Fact]
    public void The_loss_falls()
    {
        using var folder = new TestFolder();
        var steps = new TinyRun(TinyRun.Data(folder, 6), TinyRun.Options with { Steps = 30 }, DecoderParameters.Initialise(TinyRun.Config, 1)).Steps(0, 30);
        Near.Equal(Math.Log(Tiny.VocabularySize), steps[0].Loss, 0.05);
        Assert.True(steps[^1].Loss < 0.7 * steps[0].Loss, $"{steps[0].Loss} → {steps[^1].Loss}");
    }

    [Fact]
    public void The_loss_is_the_mean_over_the_target_tokens_of_the_whole_step()
    {
        using var folder = new TestFolder();
        var data = TinyRun.Data(folder, 4);
        var masters = Tiny.Lively(TinyRun.Config, 2);
        var model = new DecoderModel(TinyRun.Config, masters, bf16: false);
        var feed = new PackFeed(new SampleFile(data, Tiny.Tokenizer, false), 40, 1);
        var packs = Enumerable.Range(0, 4).Select(_ => feed.Next()).ToList();
        var sums = packs.Select(pack => Tiny.Evaluate(model, pack)).ToList();
        var meanOfTokens = sums.Sum() / packs.Sum(pack => pack.TargetCount);
        var meanOfMeans = packs.Zip(sums, (pack, sum) => sum / pack.TargetCount).Average();
        Assert.True(Math.Abs(meanOfMeans - meanOfTokens) > 1e-3 * meanOfTokens, "the packs are too alike to tell the two means apart");
        var result = new TinyRun(data, TinyRun.Options with { PacksPerStep = 4 }, masters).Trainer.Step(0);
        Near.Equal(meanOfTokens, result.Loss, 1e-5);
        Assert.Equal(packs.Sum(pack => pack.Ids.Length), result.Tokens);
    }

    [Fact]
    public void A_step_over_four_packs_is_the_step_over_one_pack_of_all_their_samples()
    {
        using var folder = new TestFolder();
        var data = TinyRun.Data(folder, 4);
        var four = new TinyRun(data, TinyRun.Options with { PacksPerStep = 4 }, Tiny.Lively(TinyRun.Config, 3));
        var one = new TinyRun(data, TinyRun.Options with { PackLength = 160, PacksPerStep = 1, Replicas = 1 }, Tiny.Lively(TinyRun.Config, 3));
        var (parts, whole) = (four.Trainer.Step(0), one.Trainer.Step(0));
        Assert.Equal((new DataCursor(0, 0, 4), new DataCursor(0, 0, 1)), (four.Feed.Cursor, one.Feed.Cursor));
        Assert.Equal(whole.Tokens, parts.Tokens);
        Near.Equal(whole.Loss, parts.Loss, 1e-5);
        Near.Equal(whole.GradNorm, parts.GradNorm, 1e-5);
        Near.Equal(one.Gradient, four.Gradient, 1e-5);
    }

    [Fact]
    public void One_and_two_replicas_take_the_same_step()
    {
        using var folder = new TestFolder();
        var data = TinyRun.Data(folder, 7);
        var one = new TinyRun(data, TinyRun.Options with { PacksPerStep = 5, Replicas = 1 }, Tiny.Lively(TinyRun.Config, 4));
        var two = new TinyRun(data, TinyRun.Options with { PacksPerStep = 5, Replicas = 2 }, Tiny.Lively(TinyRun.Config, 4));
        var (single, both) = (one.Trainer.Step(0), two.Trainer.Step(0));
        Assert.Equal(single.Tokens, both.Tokens);
        Near.Equal(single.Loss, both.Loss, 1e-6);
        Near.Equal(single.GradNorm, both.GradNorm, 1e-5);
        Near.Equal(one.Gradient, two.Gradient, 1e-5);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_repeated_run_has_the_same_bits(int replicas, bool bf16)
    {
        using var folder = new TestFolder();
        var data = TinyRun.Data(folder, 7);
        var options = TinyRun.Options with { PacksPerStep = 4, Replicas = replicas, Bf16 = bf16 };
        TinyRun One() => new(data, options, DecoderParameters.Initialise(TinyRun.Config, 5));
        var (first, second) = (One(), One());
        var start = Tiny.Bits(first.Masters);
        Assert.Equal(first.Steps(0, 4), second.Steps(0, 4));
        Assert.Equal(Tiny.Bits(first.Masters), Tiny.Bits(second.Masters));
        Assert.NotEqual(start, Tiny.Bits(first.Masters));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void A_run_saved_and_resumed_after_any_step_has_the_bits_of_a_straight_one(int packsPerStep, bool bf16)
    {
        const int Steps = 8;
        using var folder = new TestFolder();
        var data = TinyRun.Data(folder, 5);
        var options = TinyRun.Options with { PacksPerStep = packsPerStep, Steps = Steps, Bf16 = bf16 };
        var straight = new TinyRun(data, options, DecoderParameters.Initialise(TinyRun.Config, 6));
        var expected = straight.Steps(0, Steps);
        Assert.Equal(Steps, expected.Select(step => step.Loss).Distinct().Count());
        for (var half = 1; half < Steps; half++)
        {
            var before = new TinyRun(data, options, DecoderParameters.Initialise(TinyRun.Config, 6));
            var results = before.Steps(0, half);
            before.Trainer.Save(folder.Root, half, 1234);
            var (state, parameters, moments) = TrainCheckpoint.Load(folder.Root, TinyRun.Config)!.Value;
            Assert.Equal((half, 1234), (state.Step, state.Tokens));
            var after = new TinyRun(data, options, parameters, state.Data);
            after.Trainer.Optimizer.Restore(state.Step, moments);
            results.AddRange(after.Steps(half, Steps));
            Assert.Equal(expected, results);
            Assert.Equal(Tiny.Bits(straight.Masters), Tiny.Bits(after.Masters));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_loss_that_is_no_number_stops_before_the_step(int replicas)
    {
        using var folder = new TestFolder();
        var run = new TinyRun(TinyRun.Data(folder, 6), TinyRun.Options with { Replicas = replicas }, DecoderParameters.Initialise(TinyRun.Config, 7));
        run.Trainer.Step(0);
        MemoryMarshal.Cast<byte, float>(run.Masters.FinalNorm.bytes)[5] = float.NaN;
        var (weights, first) = (Tiny.Bits(run.Masters), run.Trainer.Optimizer.Moments[0].First.ToArray());
        var error = Assert.Throws<DivergedException>(() => run.Trainer.Step(1));
        Assert.Contains("step 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(weights, Tiny.Bits(run.Masters));
        Assert.Equal(first, run.Trainer.Optimizer.Moments[0].First);
        Assert.Equal(1, run.Trainer.Optimizer.Step);
    }

    [Fact]
    public void An_error_on_another_replica_s_thread_reaches_the_caller()
    {
        // A document longer than the table of positions.
        using var folder = new TestFolder();
        var random = new Random(8);
        var data = folder.Lines("data.jsonl", Tiny.Prose(random, 10), Tiny.Prose(random, 300));
        var run = new TinyRun(data, TinyRun.Options with { PackLength = 302 }, DecoderParameters.Initialise(TinyRun.Config, 8));
        Assert.Contains("context of 256", Assert.Throws<ArgumentException>(() => run.Trainer.Step(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_over_the_clip_norm_is_shortened_to_it()
    {
        using var folder = new TestFolder();
        var data = TinyRun.Data(folder, 6);
        var free = new TinyRun(data, TinyRun.Options with { ClipNorm = 1e9 }, Tiny.Lively(TinyRun.Config, 9));
        var clipped = new TinyRun(data, TinyRun.Options with { ClipNorm = 0.01 }, Tiny.Lively(TinyRun.Config, 9));
        var (one, two) = (free.Trainer.Step(0), clipped.Trainer.Step(0));
        Assert.Equal(one.GradNorm, two.GradNorm);
        Assert.True(one.GradNorm > 0.1);
        static double Norm(TinyRun run) => Math.Sqrt(run.Gradient.Values.Sum(values => values.Sum(value => (double)value * value))) / 0.1;
        Near.Equal(one.GradNorm, Norm(free), 1e-5);
        Near.Equal(0.01, Norm(clipped), 1e-5);
    }

    [Fact]
    public void The_number_of_live_tensors_stays_the_same_over_thirty_steps_or_a_thousand()
    {
        var steps = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long" ? 1000 : 30;
        using var folder = new TestFolder();
        var run = new TinyRun(TinyRun.Data(folder, 6), TinyRun.Options with { Steps = steps + 10 }, DecoderParameters.Initialise(TinyRun.Config, 10));
        run.Steps(0, 3);

        // What earlier tests left to the finalizers must not be taken for tensors freed here.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var live = torch.Tensor.TotalCount;
        using (torch.zeros(1))
        {
            Assert.Equal(live + 1, torch.Tensor.TotalCount);
        }

        for (var step = 3; step < steps + 3; step++)
        {
            run.Trainer.Step(step);
            Assert.Equal(live, torch.Tensor.TotalCount);
        }

        GC.KeepAlive(run);
    }
}
