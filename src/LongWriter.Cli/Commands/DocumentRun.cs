using LongWriter.Chat;
using LongWriter.Cli.Rendering;
using LongWriter.Inference.Chat;
using LongWriter.Providers.Resilience;
using LongWriter.Runs;
using LongWriter.Writing;
using Spectre.Console;

namespace LongWriter.Cli.Commands;

/// <summary>How a run is shown and what its exit code says.</summary>
/// <param name="Json">One result object at the end instead of the text.</param>
/// <param name="Events">Every event as a line of JSON instead of the text.</param>
/// <param name="Quiet">No progress.</param>
/// <param name="Strict">A text off its length is told by the exit code.</param>
internal sealed record Showing(bool Json, bool Events, bool Quiet, bool Strict);

/// <summary>Writes the document of a journal, from its beginning or from where it stopped: the one road for <c>write</c> and <c>resume</c>.</summary>
internal sealed class DocumentRun(Surroundings around)
{
    public async Task<int> RunAsync(Journal journal, DocumentWriter writer, OutputFile? file, Showing showing, CancellationToken cancellationToken)
    {
        var run = new WritingRun(Readers(file, showing));
        try
        {
            await run.ReadAsync(journal.RecordAsync(writer.WriteAsync(journal.Header.ToRequest(journal.Past), cancellationToken), cancellationToken));
        }
        catch (Exception e) when (e is OperationCanceledException or WritingException or ContextExceededException or EndpointException or BudgetReachedException or JournalException)
        {
            await SaveStoppedAsync(run, journal, file, e is OperationCanceledException);
            throw;
        }
        finally
        {
            await run.CloseAsync();
        }

        var finished = run.Finished!;
        file?.Save(finished.Document.ToMarkdown());
        if (showing.Json)
        {
            await around.Output.WriteLineAsync(ResultObject.Of(run, journal.Header.Run, file?.Path));
        }

        var off = Math.Abs(finished.Document.Words - finished.TargetWords) > 0.1 * finished.TargetWords;
        if (!showing.Quiet)
        {
            await around.Error.WriteLineAsync($"{finished.Document.Words:N0} words of {finished.TargetWords:N0} asked for (S_l {finished.LengthScore:F1}) in {finished.Document.Sections.Count} sections, {finished.Seconds:F1} s{(file is null ? "" : " → " + file.Path)}");
        }

        return off && showing.Strict ? ExitCodes.OffLength : ExitCodes.Done;
    }

    private List<IEventReader> Readers(OutputFile? file, Showing showing)
    {
        var readers = new List<IEventReader>();
        if (showing.Events)
        {
            readers.Add(new EventLines(around.Output));
        }
        else if (file is null && !showing.Json)
        {
            readers.Add(new TextOutput(around.Output));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(around.Error) });
        if (!showing.Quiet)
        {
            var live = Surroundings.IsTerminal(around.Error) && console.Profile.Capabilities.Interactive && (file is not null || !Surroundings.IsTerminal(around.Output));
            readers.Add(live ? new LiveProgress(console, around.Time) : new PlainProgress(around.Error, around.Time));
        }

        return readers;
    }

    /// <summary>Leaves what is written, readable, and says how to go on.</summary>
    private async Task SaveStoppedAsync(WritingRun run, Journal journal, OutputFile? file, bool interrupted)
    {
        await run.CloseAsync();
        await around.Error.WriteLineAsync();
        var partial = run.Partial();
        if (file is not null && partial.Sections.Count > 0)
        {
            file.Save(partial.ToMarkdown());
        }

        await around.Error.WriteLineAsync($"{(interrupted ? "interrupted" : "stopped")} with {run.Sections.Count} finished {(run.Sections.Count == 1 ? "section" : "sections")}{(file is not null && partial.Sections.Count > 0 ? $"; what stands is in {file.Path}" : "")}");
        await around.Error.WriteLineAsync($"go on with: longwriter resume {journal.Header.Run}");
    }
}
