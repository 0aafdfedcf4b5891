using LongWriter.Cli.Settings;

namespace LongWriter.Cli.Doctor;

/// <summary>How a finding is to be taken.</summary>
internal enum FindingState
{
    Good,

    /// <summary>Worth knowing; writing works all the same.</summary>
    Note,

    /// <summary>Writing does not work.</summary>
    Bad,
}

/// <summary>What was found about one thing.</summary>
/// <param name="Text">One line.</param>
/// <param name="Advice">What to do about it, one line, where there is something to do.</param>
internal sealed record Finding(string Subject, FindingState State, string Text, string? Advice = null);

/// <summary>All that was found.</summary>
/// <param name="Settings">What holds; empty where it cannot be told.</param>
internal sealed record Report(IReadOnlyList<Finding> Findings, IReadOnlyList<SettingValue> Settings)
{
    /// <summary>Whether a document can be written with the embedded model.</summary>
    public bool Works => Findings.All(finding => finding.State != FindingState.Bad);
}
