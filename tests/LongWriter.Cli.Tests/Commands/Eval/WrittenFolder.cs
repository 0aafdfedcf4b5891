using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Suites;

namespace LongWriter.Cli.Tests.Eval;

/// <summary>The folder of an evaluation in which something is written already.</summary>
internal static class WrittenFolder
{
    public static string Create(string path, string model, params string[] texts)
    {
        var items = texts.Select((_, i) => new SuiteItem($"{i + 1}", $"Write about {i + 1}", "News Report", 100)).ToList();
        using var folder = EvaluationFolder.CreateOrResume(path, new RunInfo(RunInfo.Current, "own", "0", model, "direct", 1, 0), new Suite("own", "0", items));
        foreach (var (item, text) in items.Zip(texts))
        {
            folder.AppendPrediction(new Prediction(item.Prompt, item.Type, item.Length, text, 1) { Id = item.Id });
        }

        return path;
    }
}
