using System.Runtime.InteropServices;
using LongWriter.Fakes;

namespace LongWriter.Cli.Tests;

public class InterruptTests
{
    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    public void The_first_signal_asks_to_stop_and_the_second_is_left_to_end_the_process(PosixSignal signal)
    {
        using var interrupt = new Interrupt();
        var (first, second) = (new PosixSignalContext(signal), new PosixSignalContext(signal));

        interrupt.Handle(first);
        interrupt.Handle(second);

        Assert.True(interrupt.Token.IsCancellationRequested);
        Assert.Equal((true, false), (first.Cancel, second.Cancel));
    }

    [Fact]
    public async Task Waiting_for_an_instruction_on_standard_input_can_be_interrupted()
    {
        using var source = new CancellationTokenSource();
        using var typed = new EndlessInput(source);
        await using var error = new StringWriter();

        var outcome = await CommandLine.RunAsync(typed, error, RunsFolder.Path, [], ["write", "-"], source.Token);

        Assert.Equal((ExitCodes.Interrupted, ""), (outcome.Code, outcome.Output));
    }

    /// <summary>Somebody who types nothing and presses Ctrl+C: like the console's reader it blocks whoever calls it.</summary>
    private sealed class EndlessInput(CancellationTokenSource source) : TextReader
    {
        private readonly ManualResetEventSlim _closed = new();

        public override string ReadToEnd()
        {
            source.Cancel();
            _closed.Wait(TestContext.Current.CancellationToken);
            return "";
        }

        protected override void Dispose(bool disposing)
        {
            _closed.Set();
            base.Dispose(disposing);
        }
    }
}
