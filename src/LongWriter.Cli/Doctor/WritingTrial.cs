using LongWriter.Chat;
using System.Text;
using LongWriter.Cli.Commands;
using LongWriter.Formats;
using LongWriter.Runs;
using LongWriter.Text;

namespace LongWriter.Cli.Doctor;

/// <summary>Begins a document with a model and stops after a paragraph, or a second: what works here works in a run.</summary>
internal sealed class WritingTrial(Surroundings around)
{
    private const string Instruction = "Write a 1,000-word article on the history of bridges";
    private const string Advice = "install longwriter again; models/longwriter-nano.gguf belongs beside its program";

    /// <summary>Enough to tell the pace.</summary>
    private const int Enough = 100;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    public async Task<Finding> RunAsync(string model, CancellationToken cancellationToken)
    {
        try
        {
            using var models = RunModels.Open(around, new RunSettings(model), Instruction, new Budget());
            var speed = await WordsPerSecondAsync(models.Writer(), cancellationToken);
            return new Finding("model", FindingState.Good, $"{model} plans and writes, {speed:N0} words/s in a first try");
        }
        catch (Exception e) when (e is ModelFileException or WritingException)
        {
            return new Finding("model", FindingState.Bad, e.Message, Advice);
        }
    }

    private async Task<double> WordsPerSecondAsync(DocumentWriter writer, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var (start, elapsed, words) = (0L, TimeSpan.Zero, 0);
        await foreach (var happened in writer.WriteAsync(new WritingRequest(Instruction), cancellationToken))
        {
            if (happened is SectionStarted && start == 0)
            {
                start = around.Time.GetTimestamp();
            }
            else if (happened is TextDelta delta)
            {
                text.Append(delta.Text);
                words = WordCount.Of(text.ToString());
                elapsed = around.Time.GetElapsedTime(start);
                if (words >= Enough || elapsed >= s_longest)
                {
                    break;
                }
            }
        }

        return words / Math.Max(0.001, elapsed.TotalSeconds);
    }
}
