using LongWriter.Datasets.Selecting.Contamination;
using LongWriter.Datasets.Selecting.Duplicates;
using LongWriter.Datasets.Selecting.Rules;
using LongWriter.Datasets.Selecting.Sources;

namespace LongWriter.Datasets.Selecting;

/// <summary>A row with all that can be told without knowing the others.</summary>
/// <param name="Reason">Why it is passed over already; null where nothing speaks against it.</param>
/// <param name="Hash">What it is compared with others by; null where it is passed over.</param>
internal readonly record struct ExaminedRow(int File, LogRow Row, string Language, int? Length, Reason? Reason, string Detail, MinHash? Hash);

/// <summary>What is done for each row apart, on any thread.</summary>
internal sealed class Examination(SelectionOptions options)
{
    private readonly CheapRules _rules = new(options);

    public ExaminedRow[] Examine(int file, List<LogRow> rows)
    {
        var pairs = new List<uint>();
        var examined = new ExaminedRow[rows.Count];
        for (var i = 0; i < examined.Length; i++)
        {
            examined[i] = Examine(file, rows[i], pairs);
        }

        return examined;
    }

    private ExaminedRow Examine(int file, LogRow row, List<uint> pairs)
    {
        if (row.Problem is not null)
        {
            return new ExaminedRow(file, row, "", null, Reason.BadRow, row.Problem, null);
        }

        var (reason, detail, language, length) = _rules.Judge(row.Prompt);
        if (reason is null && OfficialPrompts.Embedded.Closest(row.Prompt) is (var prompt, >= OfficialPrompts.Threshold and var share))
        {
            (reason, detail) = (Reason.Contaminated, $"{share:0.00} of official prompt {prompt}");
        }

        if (reason is not null)
        {
            // What is passed over is not read again.
            return new ExaminedRow(file, row with { Prompt = "" }, language, length, reason, detail, null);
        }

        PromptPairs.Of(row.Prompt, pairs);
        return new ExaminedRow(file, row, language, length, null, "", MinHash.Of(pairs));
    }
}
