namespace LongWriter.Training.Planning;

/// <summary>
/// Memory of a run of <c>longwriter-train</c> on this machine, in bytes. Formulas follow what the code keeps; measured runs stand
/// beside them in docs/benchmarks/training.md.
/// </summary>
/// <param name="computeBytes">Bytes of a number in products: 2 for bf16, 4 for fp32.</param>
internal sealed class HostPlan(ModelSize model, long pack, int replicas, int computeBytes)
{
    /// <summary>.NET, libtorch and the data in hand.</summary>
    private const long Process = 300_000_000;

    /// <summary>Places whose logits exist at a time, and bytes of each: the product, its fp32 form, log-softmax and their gradients.</summary>
    private const long HeadPlaces = 512;
    private const long HeadBytes = 24;

    /// <summary>fp32 masters and two moments, and a gradient for every replica.</summary>
    public long States => model.Weights * (12 + (4 * replicas));

    /// <summary>What one layer's backward pass asks for of one pack.</summary>
    public long LayerActivations => pack * (Norms + Attention + FeedForward);

    /// <summary>Activations of all replicas, with the temporaries of one layer's backward pass.</summary>
    /// <param name="recompute">Whether layers are computed anew.</param>
    public long Activations(bool recompute)
    {
        var residual = 4 * pack * model.Hidden;
        var kept = recompute ? (model.Layers + 1) * residual : model.Layers * (LayerActivations + Casts);
        return replicas * (kept + (recompute ? LayerActivations + Casts : 0) + LayerActivations + Casts + (6 * residual));
    }

    /// <summary>Logits of one chunk and the head in the type of the products.</summary>
    public long Head => replicas * ((HeadPlaces * model.Vocabulary * HeadBytes) + (model.Vocabulary * model.Hidden * (computeBytes + 4)));

    public long Total(bool recompute) => Process + States + Activations(recompute) + Head;

    /// <summary>Two norms, each its normalised input and what goes into the product, and the residual stream after each half of the layer.</summary>
    private long Norms => model.Hidden * ((2 * (4 + computeBytes)) + (2 * 4));

    /// <summary>
    /// Ours in fp32: the joined projections and twice the outputs. libtorch's: queries, keys and values shared out to all heads, the
    /// outputs of the documents, the same joined.
    /// </summary>
    private long Attention => computeBytes == 4 ? 4 * ((3 * model.Queries) + (2 * model.Keys)) : computeBytes * 5 * model.Queries;

    private long FeedForward => computeBytes * 4 * model.Inner;

    /// <summary>A layer's weights joined, in the type of the products.</summary>
    private long Casts => model.LayerWeights * computeBytes;
}
