using System.CommandLine;
using System.Text.RegularExpressions;
using LongWriter.Chat;
using LongWriter.Evaluation.Judging;
using LongWriter.Inference.Chat;
using LongWriter.Providers;
using LongWriter.Providers.Resilience;

namespace LongWriter.Cli.Commands.Eval;

/// <summary>The models that judge, and what they may spend together.</summary>
internal sealed partial class JudgeModels : IDisposable
{
    private readonly List<OpenedModel> _models = [];
    private readonly List<Judge> _judges = [];

    /// <summary>In the order they were named.</summary>
    public IReadOnlyList<Judge> Judges => _judges;

    /// <exception cref="UsageException">A model cannot judge, or the cost is limited and a price is not known.</exception>
    public static JudgeModels Open(Surroundings around, IEnumerable<string> names, Spending spending)
    {
        var opened = new JudgeModels();
        try
        {
            foreach (var name in names.Distinct(StringComparer.Ordinal))
            {
                var model = ModelCatalog.Open(name, around.Variable, around.Time);
                opened._models.Add(model);
                if (model.IsEmbedded)
                {
                    throw new UsageException($"--judge {name}: the embedded model writes sections and cannot judge; name another model");
                }

                opened._judges.Add(new Judge(name, spending.ClientOf(model, name)) { Context = model.Context });
            }
        }
        catch
        {
            opened.Dispose();
            throw;
        }

        return opened;
    }

    /// <summary>What is wrong where a call failed because of its text, null where anything else is: see <see cref="JudgeOptions.Concerns"/>.</summary>
    public static string? Concerns(Exception e) => e switch
    {
        ContextExceededException => e.Message,
        EndpointException { Fault: { Kind: FaultKind.Rejected, Message: var message } } when AboutText().IsMatch(message) => $"the endpoint refused the text: {message}",
        _ => null,
    };

    public void Dispose()
    {
        foreach (var model in _models)
        {
            model.Dispose();
        }
    }

    // An endpoint that refuses every call alike (no such model, quota used up, a setting it does not take) has nothing to say of a text.
    [GeneratedRegex(@"content[ _-]?(?:policy|filter|management)|context[ _]?(?:length|window|size)|maximum context|(?:prompt|input|request) is too (?:long|large)|safety", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AboutText();
}

/// <summary>Options that all commands with judges have.</summary>
internal sealed class JudgeOption
{
    private readonly Option<string[]> _judges = new("--judge") { Description = "the model that judges: PROVIDER/NAME, a URL or a .gguf file; several may be named", HelpName = "model", Required = true, AllowMultipleArgumentsPerToken = true };
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "calls under way at once (default: 4)", HelpName = "n", CustomParser = Values.Number<int> };
    private readonly Option<float?> _temperature = new("--temperature") { Description = "sampling temperature, 0 to 2 (default: 0.5, as in the paper)", HelpName = "n", CustomParser = Values.Number<float> };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "no progress" };
    private readonly BudgetOptions _budget = new();

    public void AddTo(Command command)
    {
        command.Add(_judges);
        command.Add(_concurrency);
        command.Add(_temperature);
        command.Add(_quiet);
        _budget.AddTo(command);
    }

    /// <exception cref="UsageException">A value cannot be used.</exception>
    public (IReadOnlyList<string> Names, int Concurrency, float Temperature, bool Quiet, Budget Budget) Read(ParseResult parsed)
    {
        var concurrency = parsed.InRange(_concurrency, 1, 256) ?? 4;
        var temperature = parsed.GetValue(_temperature) ?? 0.5f;
        return temperature is not (>= 0 and <= 2) ? throw new UsageException($"--temperature {temperature}: 0 to 2 is possible")
            : (parsed.GetValue(_judges)!, concurrency, temperature, parsed.GetValue(_quiet), _budget.Read(parsed));
    }
}
