using System.Text.Json;
using LongWriter.Text;

namespace LongWriter.Datasets.Rows;

/// <summary>A row to train on: a chat whose last turn is the answer. Format: docs/formats/data.md.</summary>
/// <param name="Messages">Turns in order, the last the assistant's.</param>
public sealed record ChatRow(IReadOnlyList<Turn> Messages)
{
    /// <summary>Its name in its file; empty where it has none.</summary>
    public string Id { get; init; } = "";

    /// <summary>The kind of writing, where it is known.</summary>
    public string? Type { get; init; }

    /// <summary>Words asked for, or null where none are stated.</summary>
    public int? Length { get; init; }

    /// <summary>Words of the answer as the paper counts them, without a plan that it opens with.</summary>
    public int Words { get; init; }

    /// <summary>The last turn of the user before the answer.</summary>
    public string Instruction => Messages.Last(turn => turn.Role == Turn.User).Content;

    public string Answer => Messages[^1].Content;

    /// <summary>Reads <c>messages</c> (role, content), or <c>conversations</c> (from, value) as ShareGPT has them.</summary>
    /// <exception cref="RowException">It is no such row.</exception>
    internal static ChatRow Read(JsonElement json)
    {
        var turns = json.Has("messages") ? RowJson.Turns(json, "messages", "role", "content")
            : json.Has("conversations") ? RowJson.Turns(json, "conversations", "from", "value")
            : throw new RowException("has neither 'messages' nor 'conversations'");
        RowJson.EnsureChat(turns, "messages", Turn.Assistant);
        return new ChatRow(turns)
        {
            Id = json.Text("id") ?? "",
            Type = json.Text("type") is { Length: > 0 } type ? type : null,
            Length = json.Whole("length") is > 0 and var length ? length : TargetLength.Read(turns.Last(turn => turn.Role == Turn.User).Content),
            Words = json.Whole("words") ?? WordCount.Of(turns[^1].Content),
        };
    }
}
