using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using LongWriter.Cli.Rendering;
using LongWriter.Planning;
using LongWriter.Runs;
using LongWriter.Text;
using LongWriter.Writing;

namespace LongWriter.Cli.Commands;

/// <summary><c>longwriter runs list|show|export|rm</c></summary>
internal static class RunsCommand
{
    /// <summary>The argument that names a run.</summary>
    public static Argument<string?> Run(bool required) => new("run")
    {
        HelpName = "run",
        Description = required ? "the run's name, or the beginning of it" : "the run's name, or the beginning of it (default: the latest that is not finished)",
        Arity = required ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
        CompletionSources = { context => Names(context, unfinished: !required) },
    };

    public static Command Create(Surroundings around) => new Verb("runs", "See, export and remove the runs that are kept.", """
        Examples:
          longwriter runs list
          longwriter runs export 20261124-0915 -o rome.md
          longwriter runs rm 20261124-0915

        They are kept under $LONGWRITER_HOME, by default in the user's data folder.
        """)
    {
        List(around),
        Show(around),
        Export(around),
        Remove(around),
    };

    private static Command List(Surroundings around)
    {
        var command = new Command("list", "List all runs, the latest first.");
        command.SetAction(async (_, _) =>
        {
            var runs = Store(around.Time).List();
            if (runs.Count == 0)
            {
                await around.Error.WriteLineAsync("there are no runs yet; longwriter write begins one");
            }

            foreach (var (name, content) in runs)
            {
                var words = Sections(content).Sum(section => section.Words);
                var target = Target(content);
                await around.Output.WriteLineAsync($"{(content.Finished is null ? "unfinished" : "finished  ")}  {words,7:N0}{(target is null ? "          " : $" of {target,6:N0}")} words  {name}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show(Surroundings around)
    {
        var run = Run(required: true);
        var command = new Command("show", "Show what a run was asked for, its plan, and what is written.") { run };
        command.SetAction(async (parsed, _) =>
        {
            var folder = Store(around.Time).Find(parsed.GetValue(run));
            var content = Read(folder);
            var header = content.Header;
            await around.Output.WriteLineAsync($"run      {header.Run}");
            await around.Output.WriteLineAsync($"begun    {header.Created.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}");
            await around.Output.WriteLineAsync($"model    {header.Settings.Model}");
            if (header.Settings.Planner is { } planner)
            {
                await around.Output.WriteLineAsync($"planner  {planner}");
            }

            await around.Output.WriteLineAsync($"asked    {Printable.Of(header.Instruction)}{(header.Words is { } words ? $" (--words {words})" : "")}");
            await around.Output.WriteLineAsync($"seed     {header.Seed}");
            await around.Output.WriteLineAsync($"folder   {folder}");
            await around.Output.WriteLineAsync($"state    {(content.Finished is { } end ? $"finished: {end.Words:N0} words of {end.TargetWords:N0} (S_l {end.LengthScore:F1})" : $"not finished; where nobody is writing it, go on with: longwriter resume {header.Run}")}");
            var written = Sections(content).ToDictionary(section => section.Number);
            var number = 0;
            foreach (var plan in content.Events.OfType<PlanReady>())
            {
                await around.Output.WriteLineAsync(plan.Chapter > 0 ? $"\nchapter {plan.Chapter}" : "");
                foreach (var step in plan.Plan.Steps)
                {
                    var section = written.GetValueOrDefault(++number);
                    await around.Output.WriteLineAsync(section is null ? $"       {step.Words,5} asked  {Printable.Of(step.MainPoint)}" : $"  ✓    {section.Words,5} words  {Printable.Of(section.Heading)}");
                }
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Export(Surroundings around)
    {
        var run = Run(required: true);
        var file = new Option<FileInfo?>("--output", "-o") { Description = "file to write the text to (default: standard output)", HelpName = "file", CustomParser = Values.File };
        var plan = new Option<bool>("--plan") { Description = "the run's plan instead of its text; edited, it goes to longwriter write --plan FILE --from RUN" };
        var command = new Command("export", "Write out the text of a run, as far as it is finished.") { run, file, plan };
        command.SetAction(async (parsed, _) =>
        {
            var content = Read(Store(around.Time).Find(parsed.GetValue(run)));
            if (parsed.GetValue(plan))
            {
                await ExportPlanAsync(around, content, parsed.GetValue(file));
                return ExitCodes.Done;
            }

            var document = new Document(DocumentTitle.From(content.Header.Instruction), [.. Sections(content).OrderBy(section => section.Number)]);
            if (parsed.GetValue(file) is not { } path)
            {
                await around.Output.WriteAsync(document.ToMarkdown());
                return ExitCodes.Done;
            }

            OutputFile.Open(path.FullName).Save(document.ToMarkdown());
            await around.Error.WriteLineAsync($"{document.Words:N0} words in {document.Sections.Count} sections → {path.FullName}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task ExportPlanAsync(Surroundings around, JournalContent content, FileInfo? file)
    {
        var plan = PlanFile.Of(content.Events) ?? throw new UsageException($"the run {content.Header.Run} has no plan yet");
        if (file is null)
        {
            await around.Output.WriteLineAsync(plan.ToString());
            return;
        }

        OutputFile.Open(file.FullName).Save(plan + "\n");
        await around.Error.WriteLineAsync($"{plan.Words:N0} words planned → {file.FullName}");
    }

    private static Command Remove(Surroundings around)
    {
        var runs = new Argument<string[]>("run") { HelpName = "run", Description = "names of runs, or the beginnings of them", Arity = ArgumentArity.OneOrMore, CompletionSources = { context => Names(context, unfinished: false) } };
        var command = new Command("rm", "Remove runs. A run that is being written is left alone.") { runs };
        command.SetAction(async (parsed, _) =>
        {
            foreach (var folder in parsed.GetValue(runs)!.Select(Store(around.Time).Find).ToList())
            {
                // Opening it to write fails where another process does.
                Journal.Open(folder).Dispose();
                Directory.Delete(folder, recursive: true);
                await around.Error.WriteLineAsync($"removed {Path.GetFileName(folder)}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static IEnumerable<CompletionItem> Names(CompletionContext typed, bool unfinished) => new RunStore(RunStore.DefaultHome).List()
        .Where(run => (!unfinished || run.Content.Finished is null) && run.Name.StartsWith(typed.WordToComplete, StringComparison.Ordinal)).Select(run => new CompletionItem(run.Name));

    private static RunStore Store(TimeProvider time) => new(RunStore.DefaultHome, time);

    private static JournalContent Read(string folder) => JournalContent.Read(Path.Combine(folder, Journal.FileName));

    private static IEnumerable<Section> Sections(JournalContent content) => content.Events.OfType<SectionFinished>().Select(finished => finished.Section);

    private static int? Target(JournalContent content) => content.Finished?.TargetWords ?? content.Events.OfType<OutlineReady>().FirstOrDefault()?.TargetWords ?? content.Events.OfType<PlanReady>().FirstOrDefault()?.TargetWords;
}
