using System.Text.Json;
using LongWriter.Evaluation;

namespace LongWriter.PaperSmall;

/// <summary>What a model that learnt from preferences makes of pairs it has not seen: held-out.json of <c>longwriter-train dpo</c>.</summary>
/// <param name="Name">The folder it stands in.</param>
/// <param name="Accuracy">Share of the pairs whose chosen answer has the larger reward.</param>
/// <param name="Before">Nats a token of the chosen answers under the reference.</param>
/// <param name="After">The same under the trained model.</param>
internal sealed record Alignment(string Name, int Pairs, double Accuracy, double Margin, double Before, double After)
{
    /// <exception cref="EvaluationFileException">It cannot be read, or lacks a figure.</exception>
    public static Alignment Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            double Figure(string name) => json.RootElement.GetProperty(name).GetDouble();
            return new Alignment(
                Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))!,
                json.RootElement.GetProperty("pairs").GetInt32(),
                Figure("accuracy"),
                Figure("margin"),
                Figure("reference_chosen_loss"),
                Figure("chosen_loss"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new EvaluationFileException(path, $"holds no figures of held-out pairs: {e.Message}", e);
        }
    }
}
