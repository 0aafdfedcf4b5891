using System.Text.Json;

namespace LongWriter.Datasets.Rows;

/// <summary>An instruction to answer, as <c>data select</c> writes it and people bring it.</summary>
/// <param name="Instruction">What the user asks for; empty where the row has an answer alone.</param>
public sealed record InstructionRow(string Instruction)
{
    /// <summary>Its name in its file; empty where it has none.</summary>
    public string Id { get; init; } = "";

    /// <summary>The kind of writing, where it is known.</summary>
    public string? Type { get; init; }

    /// <summary>A text that stands already, to write the instruction for.</summary>
    public string? Answer { get; init; }

    /// <summary>Reads <c>instruction</c> or <c>prompt</c>, or the first turn of the user in <c>messages</c>; as the answer <c>text</c> or the last turn.</summary>
    /// <exception cref="RowException">It has neither an instruction nor a text.</exception>
    internal static InstructionRow Read(JsonElement json)
    {
        var turns = json.Has("messages") ? RowJson.Turns(json, "messages", "role", "content") : [];
        var instruction = json.Text("instruction") ?? json.Text("prompt") ?? turns.FirstOrDefault(turn => turn.Role == Turn.User)?.Content;
        var answer = json.Text("text") ?? turns.LastOrDefault(turn => turn.Role == Turn.Assistant)?.Content;
        return string.IsNullOrWhiteSpace(instruction) && string.IsNullOrWhiteSpace(answer)
            ? throw new RowException("has no 'instruction', 'prompt', 'messages' or 'text' that says anything")
            : new InstructionRow(instruction?.Trim() ?? "") { Id = json.Text("id") ?? "", Type = json.Text("type"), Answer = answer };
    }
}
