using LongWriter.Formats;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Data;
using LongWriter.Training.Models;
using LongWriter.Training.Runs.Watching;

namespace LongWriter.Training.Runs;

/// <summary>One run in its folder, from its beginning or its last checkpoint to its last step, or to where it is stopped.</summary>
/// <param name="start">Where the first weights come from; adapters name it as their base.</param>
/// <param name="template">The chat template that the trained folder states.</param>
internal sealed class TrainRun(string folder, string start, DecoderConfig config, Tokenizer tokenizer, ChatTemplate template, TrainOptions options, TimeProvider time, TextWriter console)
{
    /// <param name="begin">The weights to begin with; a resumed run takes its own.</param>
    /// <param name="feed">Makes the stream of steps from a place of the data.</param>
    /// <param name="held">What was kept from training.</param>
    /// <returns>The weights after the last step.</returns>
    /// <exception cref="OperationCanceledException">It was interrupted; the steps taken are in a checkpoint.</exception>
    public DecoderParameters Fit(DecoderParameters begin, Func<DataCursor, IStepFeed> feed, IHeldOut? held, bool resume, CancellationToken interrupted)
    {
        var resumed = resume ? TrainCheckpoint.Load(folder, path => Read(begin, path)) : null;
        var (state, parameters) = resumed is { } found ? (found.State, found.Parameters) : (new TrainState(0, new DataCursor(0, 0, 0), 0), begin);
        var steps = feed(state.Data);
        var trainer = new Trainer(config, parameters, steps, options);
        if (resumed is { } saved)
        {
            trainer.Optimizer.Restore(saved.State.Step, saved.Moments);
        }

        var adapters = parameters.Lora is { } lora ? $", adapters of rank {lora.Shape.Rank} with {lora.Named.Sum(entry => entry.Value.numel()) / 1e6:F2} M" : "";
        console.WriteLine($"{parameters.Count / 1e6:F2} M weights{adapters}, {options.Steps} steps of {options.PacksPerStep} × {options.PackLength} tokens, {options.Replicas} replicas, {(options.Bf16 ? "bf16" : "fp32")}, from step {state.Step}");
        var last = options.StopAfter is { } stop ? Math.Min(options.Steps, state.Step + stop) : options.Steps;
        var taken = Walk(trainer, parameters, held, state, last, interrupted);
        var plots = Draw();
        if (taken < last)
        {
            console.WriteLine($"interrupted after step {taken} of {options.Steps}; go on with --resume");
            interrupted.ThrowIfCancellationRequested();
        }

        console.WriteLine(steps.Summary);
        console.WriteLine(last < options.Steps ? $"stopped at step {last} of {options.Steps}; go on with --resume" : $"done → {folder}{(plots is null ? "" : $", pictures in {plots}")}");
        return parameters;
    }

    /// <summary>Draws the run; a full disk at this point costs pictures, not the run.</summary>
    private string? Draw()
    {
        try
        {
            return RunPlots.Save(folder);
        }
        catch (ModelFileException e)
        {
            console.WriteLine($"no pictures of this run: {e.Message}");
            return null;
        }
    }

    /// <returns>The steps taken, fewer than asked for where it was interrupted.</returns>
    private int Walk(Trainer trainer, DecoderParameters parameters, IHeldOut? held, TrainState state, int last, CancellationToken interrupted)
    {
        using var log = new TrainLog(folder, state.Step, time);
        using var progress = TrainWatch.Open(console, new Pace(state.Step, options.Steps, time), () => RunHistory.Read(folder, state.Step), time);
        var tokens = state.Tokens;
        if (state.Step == 0)
        {
            Measure(0);
        }

        for (var step = state.Step; step < last; step++)
        {
            var result = trainer.Step(step);
            tokens += result.Tokens;
            log.Write(result);
            progress.Read(result);
            if ((step + 1) % options.MeasureEvery == 0 || step + 1 == options.Steps)
            {
                Measure(step + 1);
            }

            if ((step + 1) % options.CheckpointEvery == 0 || step + 1 == last || interrupted.IsCancellationRequested)
            {
                // The model first: a crash in between costs steps that are taken again, never a folder that lags behind its state.
                Save(parameters);
                trainer.Save(folder, step + 1, tokens);
            }

            if (interrupted.IsCancellationRequested)
            {
                return step + 1;
            }
        }

        return last;

        void Measure(int steps)
        {
            if (held is not null)
            {
                var measured = new HeldOutLoss(steps, trainer.Measure(held));
                log.Write(measured);
                progress.Read(measured);
            }
        }
    }

    private DecoderParameters Read(DecoderParameters begin, string path) => begin.Lora is { } lora
        ? begin.WithLora(config, LoraFolder.LoadWeights(path, config, lora.Shape))
        : ModelFolder.LoadFile(config, path);

    private void Save(DecoderParameters parameters)
    {
        if (parameters.Lora is { } lora)
        {
            LoraFolder.Save(folder, lora, start, template.Jinja);
            return;
        }

        ModelFolder.Save(folder, config, parameters, tokenizer.Vocabulary, Directory.Exists(start) ? start : null, template: template.Jinja);
    }
}
