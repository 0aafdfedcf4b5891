using System.Text.Json;
using LongWriter.Cli.Doctor;
using LongWriter.Cli.Rendering;
using LongWriter.Cli.Settings;
using Spectre.Console;

namespace LongWriter.Cli.Tests;

public class ReportTextTests
{
    private static readonly Report s_report = new(
        [new Finding("system", FindingState.Good, "all [bold] here"), new Finding("runs", FindingState.Note, "one \u001b[2J stopped", "longwriter resume it"), new Finding("home", FindingState.Bad, "no room", "make some")],
        [new SettingValue(Setting.Model, "mine.gguf", "/x/longwriter.json:3"), new SettingValue(Setting.Planner, null, "default")]);

    [Fact]
    public void Lines_have_one_a_finding_its_advice_below_and_what_holds_at_the_end() => Assert.Equal(
        """
        ok    system     all [bold] here
        note  runs       one  [2J stopped
                         → longwriter resume it
        BAD   home       no room
                         → make some
        set   model        mine.gguf  (/x/longwriter.json:3)
        set   planner      —  (default)
        Documents cannot be written here yet.

        """,
        ReportText.Lines(s_report));

    [Fact]
    public void A_table_says_the_same_and_nothing_in_it_is_markup()
    {
        using var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(screen) });
        console.Profile.Width = 80;

        console.Write(ReportText.Table(s_report));

        var lines = screen.ToString().Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.Matches(@"^ ✓ system +all \[bold\] here$", lines[0]);
        Assert.Contains(lines, line => line.EndsWith("→ longwriter resume it", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains('✗', StringComparison.Ordinal) && line.Contains("home", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("   model    mine.gguf  ", StringComparison.Ordinal) && line.EndsWith("/x/longwriter.json:3", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', screen.ToString());
    }

    [Fact]
    public void Json_has_what_programs_ask_for()
    {
        using var json = JsonDocument.Parse(ReportText.Json(s_report));

        Assert.False(json.RootElement.GetProperty("works").GetBoolean());
        Assert.Equal(["good", "note", "bad"], json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("state").GetString()));
        Assert.Equal("/x/longwriter.json:3", json.RootElement.GetProperty("settings")[0].GetProperty("origin").GetString());
    }
}
