using System.CommandLine.Parsing;
using System.Globalization;

namespace LongWriter.Cli.Commands;

/// <summary>Reads the values of options; what cannot be read is told in the user's words, not by the name of a .NET type.</summary>
internal static class Values
{
    public static T? Number<T>(ArgumentResult result)
        where T : struct, IParsable<T>
    {
        if (T.TryParse(Text(result), CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        result.AddError($"{Option(result)} {Text(result)}: this is no number that can be used");
        return null;
    }

    public static FileInfo? File(ArgumentResult result)
    {
        if (!string.IsNullOrWhiteSpace(Text(result)))
        {
            return new FileInfo(Text(result));
        }

        result.AddError($"{Option(result)} is empty; name a file");
        return null;
    }

    private static string Text(ArgumentResult result) => result.Tokens.Single().Value;

    private static string Option(ArgumentResult result) => ((OptionResult)result.Parent!).Option.Name;
}
