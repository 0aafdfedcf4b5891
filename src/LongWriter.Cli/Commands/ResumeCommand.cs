using System.CommandLine;
using LongWriter.Prompts;
using LongWriter.Runs;

namespace LongWriter.Cli.Commands;

/// <summary><c>longwriter resume</c></summary>
internal static class ResumeCommand
{
    public static Command Create(Surroundings around)
    {
        var run = RunsCommand.Run(required: false);
        var file = new Option<FileInfo?>("--output", "-o") { Description = "file to write the text to (default: the one the run began with)", HelpName = "file", CustomParser = Values.File };
        var budget = new BudgetOptions();
        var showing = new ShowingOptions();
        var command = new Verb("resume", "Go on with a run that was stopped; what is finished is not written again.", """
            Examples:
              longwriter resume
              longwriter resume 20261124-0915 -o rome.md

            The run keeps the models, prompts and seed it began with. What it has spent already counts
            against --max-tokens and --max-cost.
            """);
        command.Add(run);
        command.Add(file);
        budget.AddTo(command);
        showing.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var journal = Journal.Open(new RunStore(RunStore.DefaultHome, around.Time).Find(parsed.GetValue(run)));
            var header = journal.Header;
            if (journal.Finished is not null)
            {
                throw new UsageException($"the run {header.Run} is finished; its text: longwriter runs export {header.Run}");
            }

            if (new WriterOptions { Template = PromptTemplate.Find(header.Settings.Template), Revises = header.Settings.Revises }.TemplateHash != header.Settings.TemplateHash)
            {
                throw new UsageException($"the run {header.Run} was begun with other prompts than this version has, and its text would not be of one piece; begin a new run with the same plan: longwriter runs show {header.Run}");
            }

            var target = (parsed.GetValue(file)?.FullName ?? header.Output) is { } path ? OutputFile.Open(path) : null;
            using var models = RunModels.Open(around, header.Settings, header.Instruction, budget.Read(parsed));
            var spent = journal.Past.Aggregate(new TokenUsage(0, 0, 0), (sum, happened) => sum + TokenUsage.Of(happened));
            return await new DocumentRun(around).RunAsync(journal, models.Writer(spent), target, showing.Read(parsed), cancellationToken);
        });
        return command;
    }
}
