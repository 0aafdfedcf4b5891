using static TorchSharp.torch;

namespace LongWriter.Training.Models.Attention;

internal static class RotaryTable
{
    /// <summary>Cosine and sine of every position's angles [P, R], each angle twice: for both floats that it rotates.</summary>
    public static (Tensor Cos_PR, Tensor Sin_PR) Of(DecoderConfig config, ScalarType type, Device? device = null)
    {
        using var scope = NewDisposeScope();
        var frequencies = tensor(config.Frequencies.ToArray());
        var angles = arange(config.ContextLength, dtype: ScalarType.Float64).unsqueeze(1) * frequencies.unsqueeze(0);
        var doubled = config.RotatesNeighbours ? angles.repeat_interleave(2, 1) : cat([angles, angles], 1);
        return (doubled.cos().to(type, device ?? CPU).MoveToOuterDisposeScope(), doubled.sin().to(type, device ?? CPU).MoveToOuterDisposeScope());
    }
}
