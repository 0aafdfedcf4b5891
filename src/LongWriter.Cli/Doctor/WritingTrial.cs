using System.Text;
using LongWriter.Cli.Commands;
using LongWriter.Formats;
using LongWriter.Runs;
using LongWriter.Text;

namespace LongWriter.Cli.Doctor;

/// <summary>Begins a document with a model and stops after a second of text: what works here works there.</summary>
internal sealed class WritingTrial(TimeProvider time)
{
    private const string Instruction = "Write a 1,000-word article on the history of bridges";
    private const string Advice = "install longwriter again; models/longwriter-nano.gguf belongs beside its program";
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(1);

    public async Task<Finding> RunAsync(string model, CancellationToken cancellationToken)
    {
        try
        {
            using var models = RunModels.Open(new RunSettings(model), Instruction);
            var speed = await WordsPerSecondAsync(models.Writer(time), cancellationToken);
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
        var (start, elapsed) = (0L, TimeSpan.Zero);
        await foreach (var happened in writer.WriteAsync(new WritingRequest(Instruction), cancellationToken))
        {
            if (happened is SectionStarted && start == 0)
            {
                start = time.GetTimestamp();
            }
            else if (happened is TextDelta delta)
            {
                text.Append(delta.Text);
                elapsed = time.GetElapsedTime(start);
                if (elapsed >= s_length)
                {
                    break;
                }
            }
        }

        return WordCount.Of(text.ToString()) / Math.Max(0.001, elapsed.TotalSeconds);
    }
}
