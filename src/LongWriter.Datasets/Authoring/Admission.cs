using LongWriter.Datasets.Rows;

namespace LongWriter.Datasets.Authoring;

/// <summary>Which rows are written at all.</summary>
/// <param name="refuses">Why the model cannot write what an instruction asks for, or null.</param>
internal sealed class Admission(Author author, Func<string, string?>? refuses)
{
    /// <summary>The verdict on a row that nothing is written for, or null.</summary>
    public Verdict? Refuse(Located<InstructionRow> row) =>
        row.Row is not { } instruction ? new Verdict(row.Line, "", Reason.BadRow, row.Problem!)
        : author.Lacks(instruction) is { } lack ? new Verdict(row.Line, instruction.Id, Reason.BadRow, lack)
        : refuses?.Invoke(instruction.Instruction) is { } refusal ? new Verdict(row.Line, instruction.Id, Reason.Language, refusal)
        : null;
}
