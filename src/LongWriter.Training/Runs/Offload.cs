using LongWriter.Training.Models;
using TorchSharp;

namespace LongWriter.Training.Runs;

/// <summary>
/// A model on a device whose optimizer stays on the host, as with DeepSpeed's offload: there the weights in the compute type and the
/// gradients of one pack, here the fp32 masters, the sum of the gradients in fp32 and the moments. A weight takes 4 bytes there in
/// bf16, where it would take 16 with its optimizer.
/// </summary>
internal sealed class Offload
{
    private readonly List<(torch.Tensor Master, torch.Tensor Leaf)> _pairs;

    /// <param name="masters">On the host; gets gradients.</param>
    public Offload(DecoderConfig config, DecoderParameters masters, bool bf16, torch.Device device)
    {
        Parameters = masters.As(config, bf16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32, device);
        _pairs = [.. masters.Trainable.Zip(Parameters.Trainable, (master, leaf) => (master.Value, leaf.Value))];
        foreach (var (master, leaf) in _pairs)
        {
            master.grad = torch.zeros_like(master);
            leaf.grad = torch.zeros_like(leaf);
        }
    }

    /// <summary>The leaves on the device.</summary>
    public DecoderParameters Parameters { get; }

    /// <summary>Adds the device's gradients to those of the masters and clears them there.</summary>
    public void BringGradients()
    {
        using var scope = torch.NewDisposeScope();
        using var off = torch.no_grad();
        foreach (var (master, leaf) in _pairs)
        {
            master.grad!.add_(leaf.grad!.cpu().to(torch.ScalarType.Float32));
            leaf.grad!.zero_();
        }
    }

    /// <summary>Sends the masters to the device after a step.</summary>
    public void SendWeights()
    {
        using var scope = torch.NewDisposeScope();
        using var off = torch.no_grad();
        foreach (var (master, leaf) in _pairs)
        {
            leaf.copy_(master);
        }
    }
}
