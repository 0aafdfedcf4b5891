using System.Runtime.InteropServices;
using LongWriter.Training.Align;
using LongWriter.Training.Models;
using LongWriter.Training.Optimization;
using TorchSharp;

namespace LongWriter.Training.Runs;

/// <summary>What one optimizer step did.</summary>
/// <param name="Loss">What the step minimised: for SFT the cross-entropy in nats under the run's loss mode, by default the mean over all target tokens of the step.</param>
/// <param name="GradNorm">Norm of the whole gradient before clipping.</param>
/// <param name="Tokens">Tokens the step computed on.</param>
/// <param name="Preference">Figures of the step's preference pairs, where it had any.</param>
public sealed record StepResult(int Step, double Loss, double LearningRate, double GradNorm, int Tokens, PreferenceFigures? Preference = null);

/// <summary>Loss or gradient is no longer a finite number; the step was not taken.</summary>
public sealed class DivergedException(string message) : Exception(message);

/// <summary>
/// Trains a model on a stream of packs. Replicas are threads of one process: each computes on packs of its own with one
/// intra-operation thread, over shared masters, and their gradients are summed in a fixed order, so that a run has the same bits
/// every time. Two such threads move more small-model tokens than one operation split over two cores. On a device of its own there
/// is one model, and the threads share the optimizer's step.
/// </summary>
/// <remarks>Torch runs synchronously on the replica threads; nothing here awaits inside a dispose scope.</remarks>
public sealed class Trainer
{
    private readonly TrainOptions _options;
    private readonly IStepFeed _data;
    private readonly DecoderParameters _masters;
    private readonly DecoderModel[] _replicas;
    private readonly IReadOnlyList<torch.Tensor>[] _leaves;
    private readonly Offload? _offload;

    public Trainer(DecoderConfig config, DecoderParameters masters, IStepFeed data, TrainOptions options)
    {
        ArgumentNullException.ThrowIfNull(masters);
        ArgumentNullException.ThrowIfNull(options);
        (_options, _data, _masters) = (options, data, masters);
        if (options.Device is { } device)
        {
            _offload = new Offload(config, masters, options.Bf16, torch.device(device));
            _replicas = [new DecoderModel(config, _offload.Parameters, options.Bf16, options.Recompute)];
            _leaves = [Values(masters)];
        }
        else
        {
            _replicas = [.. Enumerable.Range(0, options.Replicas).Select(_ => Replica(config, masters, options))];
            _leaves = [.. _replicas.Select(replica => Values(replica.Parameters))];
            foreach (var leaf in _leaves.SelectMany(leaves => leaves))
            {
                leaf.grad = torch.zeros_like(leaf);
            }
        }

        Optimizer = new AdamW(Values(masters), 0.9, 0.95, 1e-8, options.WeightDecay, options.Replicas);
    }

    public AdamW Optimizer { get; }

    private static IReadOnlyList<torch.Tensor> Values(DecoderParameters parameters) => [.. parameters.Trainable.Select(entry => entry.Value)];

    /// <summary>Takes one step: the packs of the feed's next batch, one update.</summary>
    /// <exception cref="DivergedException">Loss or gradient is not finite.</exception>
    public StepResult Step(int step)
    {
        // Every look at a gradient makes a handle of its own; without the scope they would wait for a garbage collection.
        using var scope = torch.NewDisposeScope();
        var batch = _data.Take();
        foreach (var leaf in _leaves.SelectMany(leaves => leaves))
        {
            MemoryMarshal.Cast<byte, float>(leaf.grad!.bytes).Clear();
        }

        var shares = new double[batch.Packs];
        Run(replica =>
        {
            for (var pack = replica; pack < shares.Length; pack += _replicas.Length)
            {
                shares[pack] = batch.Accumulate(_replicas[replica], pack);
                _offload?.BringGradients();
            }
        });
        var loss = shares.Sum();
        var norm = AdamW.Reduce(_leaves);
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
        {
            throw new DivergedException($"step {step}: the loss is {loss} and the gradient norm {norm}; the step was not taken. Lower --lr or look at the data around this step; the last checkpoint stands.");
        }

        var rate = _options.Rate.At((double)step / _options.Steps);
        Optimizer.Apply(_leaves[0], rate, norm > _options.ClipNorm ? _options.ClipNorm / norm : 1);
        _offload?.SendWeights();
        return new StepResult(step, loss, rate, norm, batch.Tokens, batch.Preference);
    }

    /// <summary>The loss on what was kept from training; nothing that a step depends on changes.</summary>
    internal double Measure(IHeldOut held)
    {
        var shares = new double[held.Packs];
        Run(replica =>
        {
            for (var pack = replica; pack < shares.Length; pack += _replicas.Length)
            {
                shares[pack] = held.Evaluate(_replicas[replica], pack);
            }
        });
        return shares.Sum();
    }

    public void Save(string folder, int step, long tokens) =>
        TrainCheckpoint.Save(folder, new TrainState(step, _data.Cursor, tokens), _masters, Optimizer);

    private static DecoderModel Replica(DecoderConfig config, DecoderParameters masters, TrainOptions options)
    {
        var leaves = masters.Share(config);
        return options.Attention is { } attention
            ? new DecoderModel(config, leaves, options.Bf16, options.Recompute) { Attending = attention(config) }
            : new DecoderModel(config, leaves, options.Bf16, options.Recompute);
    }

    private void Run(Action<int> work)
    {
        Exception? failure = null;
        var threads = Enumerable.Range(1, _replicas.Length - 1).Select(replica => new Thread(() => Guarded(replica))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Guarded(0);
        Array.ForEach(threads, thread => thread.Join());
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        void Guarded(int replica)
        {
            try
            {
                // The thread count is a property of the calling thread in OpenMP, so every replica sets its own.
                torch.set_num_threads(1);
                work(replica);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, e, null);
            }
        }
    }
}
