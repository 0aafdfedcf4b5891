using System.Text;
using LongWriter.Chat;
using LongWriter.Cli.Commands;
using LongWriter.Formats;
using LongWriter.Planning;
using LongWriter.Runs;
using LongWriter.Text;

namespace LongWriter.Cli.Doctor;

/// <summary>Begins a document with a model and stops after a paragraph, or a second: what works here works in a run.</summary>
internal sealed class WritingTrial(Surroundings around)
{
    private const string Instruction = "Write an article on the history of bridges";
    private const string Advice = "install longwriter again; models/longwriter-nano.gguf belongs beside its program";

    /// <summary>Enough to tell the pace.</summary>
    private const int Enough = 100;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    /// <summary>Its one section is more than is written.</summary>
    private static readonly Plan s_plan = new([new PlanStep(1, "Say how the first bridges were built", 2 * Enough)]);

    public async Task<Finding> RunAsync(string model, CancellationToken cancellationToken)
    {
        try
        {
            using var models = RunModels.Open(around, new RunSettings(model), Instruction, new Budget());
            var speed = await WordsPerSecondAsync(models.Writer(), cancellationToken);
            return new Finding("model", FindingState.Good, $"{model} writes {speed:N0} words/s in a first try");
        }
        catch (Exception e) when (e is ModelFileException or WritingException)
        {
            return new Finding("model", FindingState.Bad, e.Message, Advice);
        }
    }

    private async Task<double> WordsPerSecondAsync(DocumentWriter writer, CancellationToken cancellationToken)
    {
        // From the first words on: what comes before them is reading, and code that runs for the first time.
        var text = new StringBuilder();
        var (start, before, words, elapsed) = (0L, 0, 0, TimeSpan.Zero);
        await foreach (var delta in writer.WriteAsync(new WritingRequest(Instruction) { Plan = s_plan }, cancellationToken).OfType<TextDelta>())
        {
            words = WordCount.Of(text.Append(delta.Text).ToString());
            if (before == 0)
            {
                (start, before) = (around.Time.GetTimestamp(), words);
            }

            elapsed = around.Time.GetElapsedTime(start);
            if (words >= Enough || elapsed >= s_longest)
            {
                break;
            }
        }

        return (words - before) / Math.Max(0.001, elapsed.TotalSeconds);
    }
}
