namespace LongWriter.Training.Planning;

/// <summary>
/// Memory of full fine-tuning on GPUs of one machine with DeepSpeed's ZeRO-3 and the optimizer on the host, in bytes: arithmetic,
/// not a measurement. Each GPU works on packs of its own.
/// </summary>
internal sealed class ClusterPlan(ModelSize model, long pack, int gpus)
{
    private const int Half = 2;
    private const long HeadPlaces = 512;

    /// <summary>Host: fp32 masters and Adam's two moments.</summary>
    public long HostStates => 12 * model.Weights;

    /// <summary>Host: bf16 gradients on their way to the optimizer.</summary>
    public long HostGradients => Half * model.Weights;

    /// <summary>GPU: its share of the bf16 weights and gradients, and two gathered layers with the gradient of one.</summary>
    public long Weights => (2 * Half * model.Weights / gpus) + (3 * Half * Math.Max(model.LayerWeights, model.Vocabulary * model.Hidden));

    /// <summary>GPU: the input of every layer, and all that one layer keeps while it is computed anew.</summary>
    public long Activations => Half * pack * ((model.Layers * model.Hidden) + OneLayer);

    /// <summary>GPU: logits of the whole pack in bf16, in fp32 and as gradient, as engines without a chunked loss hold them.</summary>
    public long WholeLogits => pack * model.Vocabulary * (Half + 4 + 4);

    /// <summary>GPU: the same of one chunk of 512 places.</summary>
    public long ChunkedLogits => HeadPlaces * model.Vocabulary * (Half + 4 + 4);

    public long Gpu(bool chunked) => Weights + Activations + (chunked ? ChunkedLogits : WholeLogits);

    /// <summary>Norms, projections, rotated heads, attention and its projection, gate, up, their product, twice for gradients.</summary>
    private long OneLayer => 2 * ((4 * model.Hidden) + (3 * model.Queries) + (4 * model.Keys) + (4 * model.Inner));
}
