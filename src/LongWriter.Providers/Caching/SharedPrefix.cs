using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Caching;

/// <summary>What the core says of a prompt's beginning that other calls share.</summary>
/// <param name="Run">The same for all calls that share it.</param>
/// <param name="Places">Ascending: places in the prompt where other calls go on with other text.</param>
internal sealed record SharedPrefix(string Run, IReadOnlyList<int> Places)
{
    /// <summary>Takes the core's words out of the options, so that no library can send them, and returns what they say; null where they say nothing.</summary>
    public static SharedPrefix? Take(ChatOptions options)
    {
        if (options.AdditionalProperties is not { } properties)
        {
            return null;
        }

        var prefix = properties.GetValueOrDefault(WriterOptions.Run) is string run && properties.GetValueOrDefault(WriterOptions.Prefix) is IReadOnlyList<int> places ? new SharedPrefix(run, places) : null;
        var others = properties.Where(property => property.Key is not (WriterOptions.Run or WriterOptions.Prefix or WriterOptions.Written)).ToDictionary();
        options.AdditionalProperties = others.Count == 0 ? null : new AdditionalPropertiesDictionary(others);
        return prefix;
    }
}
