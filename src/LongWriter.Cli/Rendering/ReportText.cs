using System.Text;
using System.Text.Json;
using LongWriter.Cli.Doctor;
using LongWriter.Cli.Settings;
using LongWriter.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;
using Line = Spectre.Console.Text;

namespace LongWriter.Cli.Rendering;

/// <summary>What <c>doctor</c> found, for a terminal, a log and a program.</summary>
internal static class ReportText
{
    /// <summary>One line a finding, its advice below it.</summary>
    public static string Lines(Report report)
    {
        var lines = new StringBuilder();
        foreach (var finding in report.Findings)
        {
            lines.AppendLine($"{Word(finding.State),-4}  {finding.Subject,-9}  {Printable.Of(finding.Text)}");
            if (finding.Advice is { } advice)
            {
                lines.AppendLine($"{"",-4}  {"",-9}  → {Printable.Of(advice)}");
            }
        }

        foreach (var setting in report.Settings)
        {
            lines.AppendLine($"{"set",-4}  {setting.Setting.Name,-11}  {Value(setting)}  ({setting.Origin})");
        }

        return lines.AppendLine(Verdict(report)).ToString();
    }

    public static IRenderable Table(Report report)
    {
        var findings = new Grid().AddColumn(new GridColumn { Padding = new Padding(1, 0, 1, 0) }.NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var finding in report.Findings)
        {
            var (mark, color) = finding.State switch { FindingState.Good => ("✓", Color.Green), FindingState.Note => ("!", Color.Yellow), _ => ("✗", Color.Red) };
            findings.AddRow(new Line(mark, new Style(color)), new Line(finding.Subject, new Style(decoration: Decoration.Bold)), new Line(Printable.Of(finding.Text)));
            if (finding.Advice is { } advice)
            {
                findings.AddRow(new Line(""), new Line(""), new Line("→ " + Printable.Of(advice), new Style(color)));
            }
        }

        var settings = new Grid().AddColumn(new GridColumn { Padding = new Padding(3, 0, 2, 0) }.NoWrap()).AddColumn().AddColumn();
        foreach (var setting in report.Settings)
        {
            settings.AddRow(new Line(setting.Setting.Name, new Style(decoration: Decoration.Bold)), new Line(Value(setting)), new Line(setting.Origin, new Style(Color.Grey)));
        }

        return new Rows(findings, new Line(""), settings, new Line(""), new Line(" " + Verdict(report)));
    }

    public static string Json(Report report) => JsonSerializer.Serialize(
        new
        {
            report.Works,
            report.Findings,
            Settings = report.Settings.Select(setting => new { setting.Setting.Name, setting.Value, setting.Origin }),
        },
        EventJson.Options);

    private static string Value(SettingValue setting) => setting.Value is { } value ? Printable.Of(value) : "—";

    private static string Verdict(Report report) => report.Works ? "Documents can be written here." : "Documents cannot be written here yet.";

    private static string Word(FindingState state) => state switch { FindingState.Good => "ok", FindingState.Note => "note", _ => "BAD" };
}
