using System.CommandLine;
using LongWriter.Cli.Rendering;
using LongWriter.Evaluation.Reports;

namespace LongWriter.Cli.Commands.Eval;

/// <summary><c>longwriter eval report</c></summary>
internal sealed class ReportCommand(Surroundings around)
{
    private readonly Argument<string[]> _folders = new("folder") { Description = "the folders of evaluations, one or more", HelpName = "folder", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _output = new("--output", "-o") { Description = "the file to write: .html, .md or .json", HelpName = "file", Required = true };
    private readonly Option<string?> _figures = new("--figures") { Description = "a folder to write every figure to, as SVG and PNG", HelpName = "folder" };
    private readonly Option<string?> _nll = new("--nll") { Description = "curves of coherence, as longwriter-train nll writes them", HelpName = "file" };

    public static Command Create(Surroundings around)
    {
        var report = new ReportCommand(around);
        var command = new Verb("report", "Show evaluations side by side in one file, with figures and every text.", """
            Examples:
              longwriter eval report agentwrite -o report.html
              longwriter eval report agentwrite direct -o report.md
              longwriter eval report tuned -o report.html --figures figures --nll nll.jsonl

            The HTML loads nothing and runs nothing, and says what its columns mean. It has
            every text: of thousands of long ones it is a large page. Markdown has the tables
            alone, JSON the scores. Where nobody judged, S_q and S̄ are blank: longwriter eval
            judge gives them.
            """)
        {
            report._folders,
            report._output,
            report._figures,
            report._nll,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(report.Run(parsed, cancellationToken)));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetRequiredValue(_output);
        Action<EvaluationReport, OutputFile> save = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".HTML" or ".HTM" => (report, output) => SavePage(report, output, cancellationToken),
            ".MD" => (report, output) => output.Save(report.ToMarkdown()),
            ".JSON" => (report, output) => output.Save(report.ToJson()),
            _ => throw new UsageException($"--output {path}: a report is a page, Markdown or JSON; give a name that ends in .html, .md or .json"),
        };
        var output = OutputFile.Open(path);
        var report = new EvaluationReport(Read(parsed.GetRequiredValue(_folders), cancellationToken), parsed.GetValue(_nll) is { } nll ? NllCurve.Read(nll) : []);
        if (parsed.GetValue(_figures) is { } folder)
        {
            SaveFigures(report, folder);
        }

        save(report, output);
        return ExitCodes.Done;
    }

    private IReadOnlyList<ReportedRun> Read(string[] folders, CancellationToken cancellationToken)
    {
        using var progress = PatientProgress.OfScoring(around, folders);
        return ReportedRun.Read(folders, progress, cancellationToken);
    }

    private void SavePage(EvaluationReport report, OutputFile output, CancellationToken cancellationToken)
    {
        using var progress = new PatientProgress(around, "texts in the page", report.TextCount);
        output.Save(page => report.WriteHtml(page, progress, cancellationToken));
    }

    private static void SaveFigures(EvaluationReport report, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder}: cannot be written: {e.Message}", e);
        }

        foreach (var drawing in report.Drawings)
        {
            OutputFile.Open(Path.Combine(folder, drawing.Name + ".svg")).Save(drawing.ToSvg());
            OutputFile.Open(Path.Combine(folder, drawing.Name + ".png")).Save(drawing.ToPng());
        }
    }
}
