using System.CommandLine;
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

    /// <summary>The option's number, null where it is not given.</summary>
    /// <exception cref="UsageException">It is below <paramref name="least"/> or above <paramref name="most"/>.</exception>
    public static int? InRange(this ParseResult parsed, Option<int?> option, int least, int most) =>
        parsed.GetValue(option) is not { } value || (value >= least && value <= most) ? parsed.GetValue(option)
        : throw new UsageException($"{option.Name} {value}: {(most == int.MaxValue ? $"give {least} or more" : $"{least} to {most} is possible")}");

    private static string Text(ArgumentResult result) => result.Tokens.Single().Value;

    private static string Option(ArgumentResult result) => ((OptionResult)result.Parent!).Option.Name;
}
