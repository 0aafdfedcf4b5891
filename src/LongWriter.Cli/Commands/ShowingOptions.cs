using System.CommandLine;

namespace LongWriter.Cli.Commands;

/// <summary>Options on how a run is shown, the same for <c>write</c> and <c>resume</c>.</summary>
internal sealed class ShowingOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "print one JSON object at the end instead of the text" };
    private readonly Option<bool> _events = new("--events") { Description = "print every event as a line of JSON instead of the text" };
    private readonly Option<bool> _strict = new("--strict-length") { Description = "exit with 4 where the text is more than 10% off the length" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "no progress" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_json, _events, _strict, _quiet])
        {
            command.Add(option);
        }
    }

    public Showing Read(ParseResult parsed) => new(parsed.GetValue(_json), parsed.GetValue(_events), parsed.GetValue(_quiet), parsed.GetValue(_strict));
}
