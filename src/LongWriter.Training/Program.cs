using System.CommandLine;
using LongWriter.Formats;
using LongWriter.Training.Commands;
using LongWriter.Training.Native;
using LongWriter.Training.Runs;

var root = new RootCommand("Trains long-writing models: a vocabulary, pretraining, SFT, DPO, export.")
{
    TokenizerCommand.Create(),
    FitCommand.Pretrain(TimeProvider.System),
    FitCommand.Sft(TimeProvider.System),
    DpoCommand.Create(TimeProvider.System),
    MergeCommand.Create(),
    NllCommand.Create(TimeProvider.System),
    PackingCommand.Create(TimeProvider.System),
    PlanCommand.Create(),
    HandoffCommand.Create(),
    ExportCommand.Create(),
};

try
{
    var parsed = root.Parse(args);
    if (parsed.Errors.Count > 0)
    {
        foreach (var error in parsed.Errors)
        {
            Console.Error.WriteLine($"error: {error.Message}");
        }

        Console.Error.WriteLine("See longwriter-train --help.");
        return ExitCodes.Usage;
    }

    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is UsageException or ModelFileException or TorchUnavailableException or DivergedException or ArgumentException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return e switch { ModelFileException or TorchUnavailableException => ExitCodes.Model, DivergedException => ExitCodes.Unexpected, _ => ExitCodes.Usage };
}
catch (OperationCanceledException)
{
    return ExitCodes.Interrupted;
}
