using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LongWriter.Runs;

/// <summary>How events are written as JSON: in journals, by <c>--events</c>, by servers.</summary>
public static class EventJson
{
    /// <summary>Names in snake case, text as it is, unknown properties passed over.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,

        // What follows from other properties (a section's heading, a plan's sum) is not written beside them.
        IgnoreReadOnlyProperties = true,

        // What is read is whole: nothing is missing or null that the event's own type does not allow to be.
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
