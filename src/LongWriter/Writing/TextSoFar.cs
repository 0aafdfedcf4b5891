namespace LongWriter.Writing;

/// <summary>A section that was asked for, and what came of it.</summary>
/// <param name="Step">The plan line as the call for it had it.</param>
/// <param name="Text">The section as it was accepted.</param>
internal sealed record Turn(string Step, string Text);

/// <summary>The text so far as a call carries it.</summary>
/// <param name="Front">What stands for finished chapters and sections left out: summaries and ledger, or "".</param>
/// <param name="Turns">The sections that are carried whole.</param>
internal sealed record TextSoFar(string Front, IReadOnlyList<Turn> Turns)
{
    public static TextSoFar None { get; } = new("", []);

    /// <summary>All of it, parts separated by a blank line.</summary>
    public string Text { get; } = string.Join("\n\n", Turns.Select(turn => turn.Text).Prepend(Front).Where(text => text.Length > 0));
}
