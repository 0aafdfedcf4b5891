using LongWriter.Prompts;
using Microsoft.Extensions.AI;

namespace LongWriter.Writing;

/// <summary>
/// The messages of calls for sections, in the layout asked for. In both layouts each call's messages begin with those of the call
/// before up to what it asked last, byte for byte, for as long as the history is not cut.
/// </summary>
internal sealed class Conversation(PromptTemplate template, WritingLayout layout, string instruction)
{
    /// <summary>Tokens that a chat template puts around two messages, at the most.</summary>
    private const int MarksOfTurn = 20;

    /// <summary>Asks for the section of a step.</summary>
    /// <param name="plan">The plan as prompts carry it.</param>
    /// <param name="step">The step's plan line.</param>
    public IReadOnlyList<ChatMessage> Next(string plan, TextSoFar before, string step)
    {
        if (layout == WritingLayout.Paper)
        {
            return [User(template.Write(instruction, plan, before.Text, step))];
        }

        // Steps and texts alternate, the step to write now the last.
        var steps = before.Turns.Select(turn => turn.Step).Append(step).ToList();
        return
        [
            User(template.Write(instruction, plan, before.Front, steps[0])),
            .. before.Turns.SelectMany((turn, i) => (ChatMessage[])[Model(turn.Text), User(template.Next(steps[i + 1]))]),
        ];
    }

    /// <summary>Asks something about the section that was just written.</summary>
    /// <param name="written">The section as far as it stands.</param>
    public IReadOnlyList<ChatMessage> After(string plan, TextSoFar before, Turn written, string question) => layout == WritingLayout.Paper
        ? [User(template.After(instruction, plan, new TextSoFar(before.Front, [.. before.Turns, written]).Text, question))]
        : [.. Next(plan, before, written.Step), Model(written.Text), User(question)];

    /// <summary>Tokens that a section takes in later calls.</summary>
    public int Tokens(ContextWindow window, Turn turn) => layout == WritingLayout.Paper
        ? window.Count("\n\n" + turn.Text)
        : window.Count(template.Next(turn.Step)) + window.Count(turn.Text) + MarksOfTurn;

    private static ChatMessage User(string text) => new(ChatRole.User, text);

    private static ChatMessage Model(string text) => new(ChatRole.Assistant, text);
}
