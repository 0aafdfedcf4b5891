using System.Text.Json.Nodes;

namespace LongWriter.Training.Runs;

/// <summary>What a run's folder tells of its steps so far.</summary>
/// <param name="Steps">Lines of train.jsonl.</param>
internal sealed record RunHistory(IReadOnlyList<(int Step, JsonObject Json)> Steps, IReadOnlyList<HeldOutLoss> HeldOut)
{
    public const string StepsFile = "train.jsonl";
    public const string HeldOutFile = "held-out.jsonl";

    /// <param name="steps">Steps that stand; what the files tell of later ones is left out, and at 0 all of it.</param>
    public static RunHistory Read(string folder, int steps = int.MaxValue) => new(
        [.. StepLines.Read(Path.Combine(folder, StepsFile), steps)],
        [.. StepLines.Read(Path.Combine(folder, HeldOutFile), steps).Select(line => new HeldOutLoss(line.Step, Number(line.Json, "loss") ?? double.NaN)).Where(measured => double.IsFinite(measured.Loss))]);

    /// <summary>A field of all steps that have it.</summary>
    public List<(int Step, double Value)> Of(string field) =>
        [.. Steps.Select(line => (line.Step, Value: Number(line.Json, field))).Where(point => point.Value is not null).Select(point => (point.Step, point.Value!.Value))];

    private static double? Number(JsonObject json, string field) => json[field] is JsonValue value && value.TryGetValue(out double number) ? number : null;
}
