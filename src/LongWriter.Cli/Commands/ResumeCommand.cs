using System.CommandLine;
using LongWriter.Prompts;
using LongWriter.Providers;
using LongWriter.Runs;

namespace LongWriter.Cli.Commands;

/// <summary><c>longwriter resume</c></summary>
internal static class ResumeCommand
{
    public static Command Create(TextWriter output, TextWriter error, TimeProvider time)
    {
        var run = RunsCommand.Run(required: false);
        var file = new Option<FileInfo?>("--output", "-o") { Description = "file to write the text to (default: the one the run began with)", CustomParser = Values.File };
        var showing = new ShowingOptions();
        var command = new Command("resume", "Go on with a run that was stopped: with the latest, or with the one named. What is finished is not written again.\n\nExamples:\n  longwriter resume\n  longwriter resume 20261124-0915 -o rome.md");
        command.Add(run);
        command.Add(file);
        showing.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var journal = Journal.Open(new RunStore(RunStore.DefaultHome, time).Find(parsed.GetValue(run)));
            var header = journal.Header;
            if (journal.Finished is not null)
            {
                throw new UsageException($"the run {header.Run} is finished; its text: longwriter runs export {header.Run}");
            }

            if (PromptTemplate.Find(header.Settings.Template).Hash != header.Settings.TemplateHash)
            {
                throw new UsageException($"the run {header.Run} was begun with other prompts than this version has, and its text would not be of one piece; begin a new run with the same plan: longwriter runs show {header.Run}");
            }

            var target = (parsed.GetValue(file)?.FullName ?? header.Output) is { } path ? OutputFile.Open(path) : null;
            using var model = ModelCatalog.Open(header.Settings.Model);
            return await new DocumentRun(output, error, time).RunAsync(journal, model, SharedOptions.Writer(header.Settings, model), target, showing.Read(parsed), cancellationToken);
        });
        return command;
    }
}
