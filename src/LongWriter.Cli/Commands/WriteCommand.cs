using System.CommandLine;
using LongWriter.Chat;
using LongWriter.Cli.Rendering;
using LongWriter.Planning;
using LongWriter.Runs;
using LongWriter.Strategies;
using LongWriter.Text;

namespace LongWriter.Cli.Commands;

/// <summary><c>longwriter write</c></summary>
internal sealed class WriteCommand
{
    private readonly Surroundings _around;
    private readonly SharedOptions _shared;
    private readonly ShowingOptions _showing = new();
    private readonly Option<FileInfo?> _file = new("--output", "-o") { Description = "file to write the text to (default: standard output)", HelpName = "file", CustomParser = Values.File };
    private readonly Option<FileInfo?> _plan = new("--plan") { Description = "plan to follow, as longwriter plan writes it", HelpName = "file", CustomParser = Values.File };
    private readonly Option<string?> _from = new("--from") { Description = "with --plan, the edited plan of an earlier run: what does not depend on the edit is kept from it", HelpName = "run" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "show the plan and what writing it would take, and stop" };
    private readonly Consent _consent = new();
    private readonly BudgetOptions _budget = new();

    private WriteCommand(Surroundings around) => (_around, _shared) = (around, new SharedOptions(around));

    public static Command Create(Surroundings around)
    {
        var write = new WriteCommand(around);
        var command = new Verb("write", "Write a long document from one instruction.", """
            Examples:
              longwriter write "Write a 10,000-word article on the history of the Roman Empire" -o rome.md
              longwriter write "An essay on slow travel" --words 3000 > travel.md
              longwriter write "An essay on slow travel" --words 3000 -m anthropic/claude-sonnet-5 --max-cost 2
              cat brief.txt | longwriter write - --words 5000 --json -o report.md

            What is finished is kept as it is written: after an interrupt or a crash
            longwriter resume goes on with the run.

            Model, planner, template, temperature, strategy, context and layout may also
            be set in the environment (LONGWRITER_MODEL and so on), in a longwriter.json
            here or above, or in the user's longwriter/config.json. The option counts
            most; longwriter doctor shows what holds.

            Hosted models: openai/NAME, azure/DEPLOYMENT, anthropic/NAME, gemini/NAME,
            ollama/NAME, or http://HOST/PATH#NAME for any server with OpenAI's chat
            completions. Keys are read from OPENAI_API_KEY, AZURE_OPENAI_API_KEY (with
            AZURE_OPENAI_ENDPOINT), ANTHROPIC_API_KEY, GEMINI_API_KEY and, for a URL,
            LONGWRITER_API_KEY.

            Exit codes: 0 done, 1 unexpected, 2 bad arguments, settings, input or output,
            3 model, endpoint or key, 4 off the length with --strict-length, 5 budget
            reached, 130 interrupted.
            """);
        write._shared.AddTo(command);
        command.Add(write._file);
        command.Add(write._plan);
        command.Add(write._from);
        write._shared.AddStrategyTo(command);
        command.Add(write._dryRun);
        write._consent.AddTo(command);
        write._budget.AddTo(command);
        write._showing.AddTo(command);
        command.SetAction(write.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var request = await _shared.RequestAsync(parsed, cancellationToken);
        var settings = _shared.Settings(parsed);
        var showing = _showing.Read(parsed);
        var budget = _budget.Read(parsed);
        var file = parsed.GetValue(_file) is { } path ? OutputFile.Open(path.FullName) : null;
        request = WithPlan(request, parsed.GetValue(_plan)?.FullName, parsed.GetValue(_from), settings.Strategy);
        if (parsed.GetValue(_dryRun))
        {
            await PlanAsync(request, settings, budget, showing.Quiet, cancellationToken);
            return ExitCodes.Done;
        }

        using var models = RunModels.Open(_around, settings, request.Instruction, budget);
        var writer = models.Writer();
        if (models.AreHosted && !showing.Quiet && !await AgreesAsync(request, models, parsed, cancellationToken))
        {
            await _around.Error.WriteLineAsync("nothing was written");
            return ExitCodes.Done;
        }

        using var journal = new RunStore(RunStore.DefaultHome, _around.Time).Create(request, settings, file?.Path);
        return await new DocumentRun(_around).RunAsync(journal, writer, file, showing, cancellationToken);
    }

    /// <summary>Shows the plan, and what writing it would take.</summary>
    private async Task PlanAsync(WritingRequest request, RunSettings settings, Budget budget, bool quiet, CancellationToken cancellationToken)
    {
        using var models = RunModels.OpenToPlan(_around, settings, request.Instruction, budget);
        var events = new List<WritingEvent>();
        await foreach (var happened in models.Writer().PlanAsync(request, cancellationToken))
        {
            events.Add(happened);
        }

        var planned = PlanFile.Of(events)!;
        await _around.Output.WriteLineAsync(planned.ToString());
        if (!quiet)
        {
            var estimate = planned.Plan is { } plan ? Estimate.Of(request.Instruction, plan, models.Options) : Estimate.Of(request.Instruction, planned.Words, models.Options);
            await _around.Error.WriteLineAsync("writing it takes " + EstimateText.Of(estimate, models.Price, models.Currency));
        }
    }

    /// <summary>Says what a run of a hosted model will take and, where a person can answer, asks whether to begin.</summary>
    private async Task<bool> AgreesAsync(WritingRequest request, RunModels models, ParseResult parsed, CancellationToken cancellationToken)
    {
        var words = request.Words ?? request.Plan?.Words ?? request.Outline?.Words ?? TargetLength.Read(request.Instruction);
        if (words is { } target)
        {
            var estimate = request.Plan is { } plan ? Estimate.Of(request.Instruction, plan, models.Options) : Estimate.Of(request.Instruction, target, models.Options);
            await _around.Error.WriteLineAsync(EstimateText.Of(estimate, models.Price, models.Currency));
        }

        return await _consent.AskAsync(_around, parsed, cancellationToken);
    }

    /// <summary>The request with the plan of a file and what an earlier run has written of it.</summary>
    private WritingRequest WithPlan(WritingRequest request, string? path, string? from, WritingStrategy strategy)
    {
        if (path is null)
        {
            return from is null ? request : throw new UsageException($"--from {from} goes with --plan, the run's edited plan; longwriter runs export {from} --plan writes the one it has");
        }

        var plan = ReadPlan(path);
        request = request with { Plan = plan.Plan, Outline = plan.Outline };
        if (from is null)
        {
            return request;
        }

        var run = JournalContent.Read(Path.Combine(new RunStore(RunStore.DefaultHome, _around.Time).Find(from), Journal.FileName));
        return run.Header.Instruction == request.Instruction
            ? request with { Past = PlanEdit.Keep(run.Events, plan, strategy) }
            : throw new UsageException($"the run {run.Header.Run} was asked for something else: \"{run.Header.Instruction}\". Give the same instruction, or leave --from out");
    }

    private static PlanFile ReadPlan(string path)
    {
        try
        {
            return PlanFile.Parse(File.ReadAllText(path));
        }
        catch (PlanException e)
        {
            throw new UsageException($"{path}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read the plan {path}: {e.Message}", e);
        }
    }
}
