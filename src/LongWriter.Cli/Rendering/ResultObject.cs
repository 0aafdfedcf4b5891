using System.Text.Json;
using LongWriter.Runs;

namespace LongWriter.Cli.Rendering;

/// <summary>The one object that <c>write --json</c> prints.</summary>
internal static class ResultObject
{
    public static string Of(WritingRun run, string name, string? output)
    {
        var (started, finished) = (run.Started!, run.Finished!);
        return JsonSerializer.Serialize(
            new
            {
                Run = name,
                Model = started.Model,
                finished.Document.Words,
                finished.TargetWords,
                LengthScore = Math.Round(finished.LengthScore, 2),
                Sections = finished.Document.Sections.Count,
                Tokens = new { finished.Usage.Prompt, finished.Usage.Cached, finished.Usage.Completion },
                Seconds = Math.Round(finished.Seconds, 2),
                started.Seed,
                started.Template,
                started.TemplateHash,
                Output = output,
            },
            EventJson.Options);
    }
}
