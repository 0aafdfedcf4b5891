using System.CommandLine;
using LongWriter.Chat;

namespace LongWriter.Cli.Commands;

/// <summary>What a run may spend, the same for <c>write</c> and <c>resume</c>.</summary>
internal sealed class BudgetOptions
{
    private readonly Option<long?> _tokens = new("--max-tokens") { Description = "pause the run when it has spent so many tokens, prompts and answers together", HelpName = "n", CustomParser = Values.Number<long> };
    private readonly Option<decimal?> _cost = new("--max-cost") { Description = "pause the run when it has cost so much, in US dollars; refused where a price is not known", HelpName = "n", CustomParser = Values.Number<decimal> };

    public void AddTo(Command command)
    {
        command.Add(_tokens);
        command.Add(_cost);
    }

    /// <exception cref="UsageException">A limit is not above 0.</exception>
    public Budget Read(ParseResult parsed)
    {
        var (tokens, cost) = (parsed.GetValue(_tokens), parsed.GetValue(_cost));
        return tokens <= 0 ? throw new UsageException($"--max-tokens {tokens}: one token is the least that can be allowed")
            : cost <= 0 ? throw new UsageException($"--max-cost {cost}: allow something above 0")
            : new Budget(tokens, cost);
    }
}
