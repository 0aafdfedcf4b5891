using LongWriter.Training.Models;
using LongWriter.Training.Runs;
using TorchSharp;

namespace LongWriter.Training.Tests.Runs;

/// <summary>Weights on a device and masters on the host. The device is the host here, so that all of it runs but the way between two memories.</summary>
public sealed class OffloadTests
{
    private static readonly TrainOptions s_options = TinyRun.Options with { PacksPerStep = 3, Replicas = 1 };

    [Fact]
    public void In_fp32_the_steps_are_those_of_the_host_alone()
    {
        using var folder = new TestFolder();
        var data = TinyRun.Data(folder, 7);
        var host = new TinyRun(data, s_options, Tiny.Lively(TinyRun.Config, 4));
        var device = new TinyRun(data, s_options with { Device = "cpu", Replicas = 2 }, Tiny.Lively(TinyRun.Config, 4));
        foreach (var (one, two) in host.Steps(0, 3).Zip(device.Steps(0, 3)))
        {
            Assert.Equal(one.Tokens, two.Tokens);
            Near.Equal(one.Loss, two.Loss, 1e-5);
            Near.Equal(one.GradNorm, two.GradNorm, 1e-4);
        }

        Near.Equal(host.Gradient, device.Gradient, 1e-4);
    }

    [Fact]
    public void In_bf16_weights_lie_on_the_device_in_two_bytes_and_masters_stay_fp32()
    {
        using var folder = new TestFolder();
        var data = TinyRun.Data(folder, 7);
        var host = new TinyRun(data, s_options with { Bf16 = true }, Tiny.Lively(TinyRun.Config, 4));
        var device = new TinyRun(data, s_options with { Bf16 = true, Device = "cpu" }, Tiny.Lively(TinyRun.Config, 4));
        var (one, two) = (host.Trainer.Step(0), device.Trainer.Step(0));

        // Norms and the embedding are rounded too here, and a pack's gradient is.
        Near.Equal(one.Loss, two.Loss, 2e-2);
        Near.Equal(one.GradNorm, two.GradNorm, 5e-2);
        Assert.All(device.Masters.Named, entry => Assert.Equal(torch.ScalarType.Float32, entry.Value.dtype));
        var offload = new Offload(TinyRun.Config, device.Masters, bf16: true, torch.CPU);
        Assert.All(offload.Parameters.Named, entry => Assert.Equal(torch.ScalarType.BFloat16, entry.Value.dtype));
    }

    [Fact]
    public void Small_steps_add_up_in_the_masters_though_bf16_is_too_coarse_for_them()
    {
        using var folder = new TestFolder();
        var run = new TinyRun(TinyRun.Data(folder, 7), s_options with { Bf16 = true, Device = "cpu", Rate = TinyRun.Options.Rate with { Peak = 1e-6 } }, DecoderParameters.Initialise(TinyRun.Config, 1));
        var before = Tiny.Floats(run.Masters.FinalNorm);
        run.Steps(0, 4);
        var after = Tiny.Floats(run.Masters.FinalNorm);
        Assert.Contains(before.Zip(after), pair => pair.First != pair.Second);
        Assert.All(before.Zip(after), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-5));
    }

    [Fact]
    public void Adapters_are_trained_on_a_base_that_stays_as_it_is()
    {
        using var folder = new TestFolder();
        var start = Tiny.Lively(TinyRun.Config, 4);
        var adapted = start.WithLora(TinyRun.Config, DecoderLora.Initialise(TinyRun.Config, new LoraShape(2, 4), 1));
        var (bits, before) = (Tiny.Bits(start), Tiny.Floats(adapted.Trainable[1].Value));
        new TinyRun(TinyRun.Data(folder, 7), s_options with { Device = "cpu" }, adapted).Steps(0, 2);
        Assert.Equal(bits, Tiny.Bits(adapted));
        Assert.NotEqual(before, Tiny.Floats(adapted.Trainable[1].Value));
    }

    [Fact]
    public void The_number_of_live_tensors_stays_the_same()
    {
        using var folder = new TestFolder();
        var run = new TinyRun(TinyRun.Data(folder, 6), s_options with { Device = "cpu", Bf16 = true, Steps = 20 }, DecoderParameters.Initialise(TinyRun.Config, 10));
        run.Steps(0, 3);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var live = torch.Tensor.TotalCount;
        for (var step = 3; step < 12; step++)
        {
            run.Trainer.Step(step);
            Assert.Equal(live, torch.Tensor.TotalCount);
        }

        GC.KeepAlive(run);
    }
}
