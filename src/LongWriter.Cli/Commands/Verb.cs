using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LongWriter.Cli.Commands;

/// <summary>A command with more to say than fits a list of commands; its own help shows that at the end.</summary>
/// <param name="more">Examples first of all.</param>
internal sealed class Verb(string name, string description, string more) : Command(name, description)
{
    public string More => more;

    /// <summary>The <c>--help</c> of every command.</summary>
    /// <param name="more">What the root's help says at the end.</param>
    public static HelpOption Help(string more)
    {
        var option = new HelpOption("--help", "-h") { Description = "show this help" };
        option.Action = new HelpAndMore((SynchronousCommandLineAction)option.Action!, more);
        return option;
    }

    private sealed class HelpAndMore(SynchronousCommandLineAction help, string root) : SynchronousCommandLineAction
    {
        // Help is asked for beside anything else, and anything else may be missing then.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            help.Invoke(parseResult);
            var more = parseResult.CommandResult.Command switch { RootCommand => root, Verb verb => verb.More, _ => "" };
            if (more.Length > 0)
            {
                parseResult.InvocationConfiguration.Output.WriteLine(more + Environment.NewLine);
            }

            return ExitCodes.Done;
        }
    }
}
