using System.CommandLine;
using System.Globalization;

namespace LongWriter.Training.Commands;

/// <summary>Limits of numbers, checked while parsing: one line before anything is read.</summary>
internal static class OptionLimits
{
    public static void AtLeast(this Option option, int least) => option.Validators.Add(result =>
    {
        // What is no number is the parser's to refuse.
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && value < least)
        {
            result.AddError($"{option.Name} must be {least} or more");
        }
    });
}
