using System.Text.Json;
using LongWriter.Runs;

namespace LongWriter.Cli.Rendering;

/// <summary>How the tool's own objects are written as JSON: named like those of events.</summary>
internal static class ObjectJson
{
    /// <summary>Events leave out what follows from the rest of them; objects made to be printed have nothing but such properties.</summary>
    public static JsonSerializerOptions Options { get; } = new(EventJson.Options) { IgnoreReadOnlyProperties = false };
}
