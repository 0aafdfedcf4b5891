using System.CommandLine;
using LongWriter.Chat;
using LongWriter.Cli.Rendering;
using LongWriter.Evaluation;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Suites;
using LongWriter.Inference.Chat;
using LongWriter.Planning;
using LongWriter.Providers;
using LongWriter.Providers.Resilience;
using LongWriter.Text;

namespace LongWriter.Cli.Commands.Eval;

/// <summary><c>longwriter eval run</c></summary>
internal sealed class RunCommand
{
    /// <summary>Answers of a hosted model under way at once; one of this machine gives them one after another, however many wait.</summary>
    private const int HostedConcurrency = 4;

    /// <summary>Words that a prompt without a length is taken to ask for, where the cost is told.</summary>
    private const int Unstated = 1000;

    private readonly Surroundings _around;
    private readonly RunOptions _options;
    private readonly BudgetOptions _budget = new();
    private readonly Consent _consent = new();
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "no progress" };

    private RunCommand(Surroundings around) => (_around, _options) = (around, new RunOptions(around));

    public static Command Create(Surroundings around)
    {
        var run = new RunCommand(around);
        var command = new Verb("run", "Have a model write for the prompts of a suite.", """
            Examples:
              longwriter eval run --suite longwriter-write --language en -o nano-direct --strategy direct
              longwriter eval run --suite ruler -m llama.gguf --strategy direct -o llama-ruler
              longwriter eval run --suite longbench-write -m openai/NAME --samples 3 --max-cost 5 -o out

            Every answer is kept as it is finished. After an interrupt or a crash the same
            command goes on; it asks again for what failed, and for nothing that stands.

            longbench-write, longbench-write-en and ruler are the official files. They are
            fetched from the authors' repository the first time and kept in the cache
            folder ($XDG_CACHE_HOME/longwriter). Files of the same form go by their path.

            The writer is given the prompt alone. With --strategy direct its answer is the
            model's own, one call, nothing cleaned or asked again: the paper's baseline.

            Exit codes: 0 done, 2 bad arguments, suite or folder, 3 model or endpoint, or
            prompts without an answer, 5 budget reached, 130 interrupted.
            """);
        run._options.AddTo(command);
        run._budget.AddTo(command);
        run._consent.AddTo(command);
        command.Add(run._quiet);
        command.SetAction(run.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var choices = _options.Read(parsed);
        var budget = _budget.Read(parsed);
        var quiet = parsed.GetValue(_quiet);
        var suite = Chosen(await OfficialFiles.Catalog(_around).OpenAsync(choices.Suite, cancellationToken), choices);
        using var models = RunModels.Open(_around, choices.Settings, suite.Items[0].Prompt, budget);
        var writer = models.Writer(baselineTokens: choices.BaselineTokens);
        using var folder = EvaluationFolder.CreateOrResume(choices.Folder, Info(choices, suite), suite);
        var stands = folder.Predictions.Select(prediction => (prediction.Id, prediction.Sample, prediction.Usage)).ToList();
        var spent = Spending.Sum(stands.Select(answer => answer.Usage));
        models.AddPast(spent);
        if (models.AreHosted && !quiet)
        {
            var standing = stands.Select(answer => (answer.Id, answer.Sample)).ToHashSet();
            await _around.Error.WriteLineAsync(EstimateText.Of(Cost(suite, choices, models.Options, standing), models.Price, models.Currency));
            if (!await _consent.AskAsync(_around, parsed, cancellationToken))
            {
                await _around.Error.WriteLineAsync("nothing was written");
                return ExitCodes.Done;
            }
        }

        var concurrency = choices.Concurrency ?? (models.AreHosted ? HostedConcurrency : 1);
        return await RunAsync(new EvaluationRunner(writer, IsOfOneItem, _around.Time).RunAsync(folder, concurrency, cancellationToken), folder.Path, quiet);
    }

    private async Task<int> RunAsync(IAsyncEnumerable<RunProgress> run, string folder, bool quiet)
    {
        var shown = new AnswerProgress(_around.Error, isLive: Surroundings.IsTerminal(_around.Error));
        RunProgress? last = null;
        try
        {
            await foreach (var progress in run)
            {
                last = progress;
                if (!quiet)
                {
                    await shown.ReadAsync(progress);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or EndpointException or BudgetReachedException or EvaluationFileException)
        {
            await shown.CloseAsync();
            await _around.Error.WriteLineAsync($"{(e is OperationCanceledException ? "interrupted" : "stopped")} with {Answers(last)} in {folder}; the same command goes on");
            throw;
        }

        await shown.CloseAsync();
        await _around.Error.WriteLineAsync(last!.Failed == 0 ? $"{Answers(last)} in {folder}" : $"{Answers(last)} in {folder}; {last.Failed:N0} failed, see its failures.jsonl. The same command asks for them again");
        return last.Failed == 0 ? ExitCodes.Done : ExitCodes.Model;
    }

    private static string Answers(RunProgress? progress) => progress is null ? "no answer" : $"{progress.Standing + progress.Done:N0} of {progress.Total:N0} answers";

    /// <exception cref="UsageException">No prompts are left, or the embedded model cannot write for some of them.</exception>
    private static Suite Chosen(Suite suite, RunChoices choices)
    {
        var chosen = suite with { Items = [.. suite.Items.Where(item => choices.Language is null || item.Language == choices.Language).Take(choices.Limit ?? int.MaxValue)] };
        var foreign = choices.Settings.Model == ModelCatalog.Embedded ? chosen.Items.Count(item => !RunModels.IsEnglish(item.Prompt)) : 0;
        return chosen.Items.Count == 0 ? throw new UsageException($"--language {choices.Language}: {suite.Name} has no prompts in it")
            : foreign > 0 ? throw new UsageException($"the embedded model writes English only, and {foreign} of these prompts are not: give --language en, or another model with --model")
            : chosen;
    }

    private RunInfo Info(RunChoices choices, Suite suite) => new(RunInfo.Current, suite.Name, suite.Sha256, choices.Settings.Model, choices.Settings.Strategy.ToString().ToLowerInvariant(), choices.Samples, choices.Seed)
    {
        Language = choices.Language,
        Items = suite.Items.Count,
        Temperature = choices.Settings.Temperature,
        MaxNewTokens = choices.BaselineTokens ?? 0,
        TemplateHash = choices.Settings.TemplateHash,
        Created = _around.Time.GetUtcNow(),
    };

    private static Estimate Cost(Suite suite, RunChoices choices, WriterOptions options, HashSet<(string Id, int Sample)> standing) =>
        suite.Items.SelectMany(item => Enumerable.Range(0, choices.Samples).Where(sample => !standing.Contains((item.Id, sample))).Select(_ => item))
            .Select(item => Estimate.Of(item.Prompt, TargetLength.Read(item.Prompt) ?? Unstated, options))
            .Aggregate(new Estimate(0, new TokenUsage(0, 0, 0), 0), static (sum, one) => new Estimate(sum.Calls + one.Calls, sum.Usage + one.Usage, sum.HistoryTokens + one.HistoryTokens));

    /// <summary>What goes wrong with one prompt: no usable text of it, or a request refused for what it is. An endpoint that is gone, or lets nobody in, would fail all of them.</summary>
    private static bool IsOfOneItem(Exception e) => e is WritingException or ContextExceededException
        || e is EndpointException { Fault: { Kind: FaultKind.Rejected, Status: null or 400 or 413 or 422 } };
}
