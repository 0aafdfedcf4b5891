using Spectre.Console;

namespace LongWriter.Training.Runs.Watching;

internal static class TrainWatch
{
    /// <summary>A chart where a person looks at standard error, lines elsewhere.</summary>
    /// <param name="before">What there is of the run already.</param>
    public static ITrainProgress Open(TextWriter console, Pace pace, Func<RunHistory> before, TimeProvider time)
    {
        if (ReferenceEquals(console, Console.Error) && !Console.IsErrorRedirected)
        {
            var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(console) });
            if (terminal.Profile.Capabilities is { Interactive: true, Ansi: true })
            {
                return new LiveChart(terminal, pace, before(), time);
            }
        }

        return new PlainProgress(console, pace, time);
    }
}
