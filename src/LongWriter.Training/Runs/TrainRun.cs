using LongWriter.Formats.Tokenization;
using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Runs;

/// <summary>One run in its folder, from its beginning or its last checkpoint to its last step, or to where it is stopped.</summary>
/// <param name="start">Where the first weights come from; adapters name it as their base.</param>
internal sealed class TrainRun(string folder, string start, LlamaConfig config, Tokenizer tokenizer, TrainOptions options, TimeProvider time, TextWriter console)
{
    /// <param name="begin">The weights to begin with; a resumed run takes its own.</param>
    /// <param name="feed">Makes the stream of steps from a place of the data.</param>
    /// <returns>The weights after the last step.</returns>
    /// <exception cref="OperationCanceledException">It was interrupted; the steps taken are in a checkpoint.</exception>
    public LlamaParameters Fit(LlamaParameters begin, Func<DataCursor, IStepFeed> feed, bool resume, CancellationToken interrupted)
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
        using var log = new TrainLog(Path.Combine(folder, "train.jsonl"), state, options.Steps, time, console);
        var tokens = state.Tokens;
        var last = options.StopAfter is { } stop ? Math.Min(options.Steps, state.Step + stop) : options.Steps;
        for (var step = state.Step; step < last; step++)
        {
            var result = trainer.Step(step);
            tokens += result.Tokens;
            log.Write(result);
            if ((step + 1) % options.CheckpointEvery == 0 || step + 1 == last || interrupted.IsCancellationRequested)
            {
                // The model first: a crash in between costs steps that are taken again, never a folder that lags behind its state.
                Save(parameters);
                trainer.Save(folder, step + 1, tokens);
            }

            if (interrupted.IsCancellationRequested && step + 1 < last)
            {
                console.WriteLine($"interrupted after step {step + 1} of {options.Steps}; go on with --resume");
                interrupted.ThrowIfCancellationRequested();
            }
        }

        console.WriteLine(steps.Summary);
        console.WriteLine(last < options.Steps ? $"stopped at step {last} of {options.Steps}; go on with --resume" : $"done → {folder}");
        return parameters;
    }

    private LlamaParameters Read(LlamaParameters begin, string path) => begin.Lora is { } lora
        ? begin.WithLora(config, LoraFolder.LoadWeights(path, config, lora.Shape))
        : LlamaCheckpoint.LoadWeights(config, path);

    private void Save(LlamaParameters parameters)
    {
        if (parameters.Lora is { } lora)
        {
            LoraFolder.Save(folder, lora, start);
            return;
        }

        LlamaCheckpoint.Save(folder, config, parameters, tokenizer.Vocabulary);
    }
}
