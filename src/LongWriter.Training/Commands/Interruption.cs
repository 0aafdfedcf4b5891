using System.Runtime.InteropServices;

namespace LongWriter.Training.Commands;

/// <summary>
/// The first Ctrl+C asks for a checkpoint after the step in hand; the second ends the process at once. So does SIGTERM, by which
/// schedulers tell that the time is up.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _terminated;

    public Interruption()
    {
        Console.CancelKeyPress += Cancel;
        _terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = !_source.IsCancellationRequested;
            _source.Cancel();
        });
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        Console.CancelKeyPress -= Cancel;
        _terminated.Dispose();
        _source.Dispose();
    }

    private void Cancel(object? sender, ConsoleCancelEventArgs press)
    {
        press.Cancel = !_source.IsCancellationRequested;
        if (!press.Cancel && !Console.IsErrorRedirected)
        {
            // A chart hides the cursor, and nothing is left to show it again.
            Console.Error.WriteLine("\e[?25h");
        }

        _source.Cancel();
    }
}
