using System.CommandLine;
using LongWriter.Cli.Doctor;
using LongWriter.Cli.Rendering;
using LongWriter.Providers;
using LongWriter.Runs;
using Spectre.Console;

namespace LongWriter.Cli.Commands;

/// <summary><c>longwriter doctor</c></summary>
internal static class DoctorCommand
{
    public static Command Create(Surroundings around)
    {
        var json = new Option<bool>("--json") { Description = "print one JSON object instead of text" };
        var command = new Verb("doctor", "Say what works on this machine, and what to do about the rest.", """
            Exit codes: 0 documents can be written with the embedded model, 3 they cannot.
            """)
        {
            json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await new Examination(around, ModelCatalog.Embedded, RunStore.DefaultHome).RunAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                await around.Output.WriteLineAsync(ReportText.Json(report));
            }
            else if (Surroundings.IsTerminal(around.Output))
            {
                AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(around.Output) }).Write(ReportText.Table(report));
            }
            else
            {
                await around.Output.WriteAsync(ReportText.Lines(report));
            }

            return report.Works ? ExitCodes.Done : ExitCodes.Model;
        });
        return command;
    }
}
