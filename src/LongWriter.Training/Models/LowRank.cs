using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter.Training.Models;

/// <summary>Size of low-rank adapters (LoRA, Hu and others, 2021): each matrix W becomes W + (alpha/rank)·B·A, W frozen.</summary>
/// <param name="Rank">Rows of A and columns of B.</param>
/// <param name="Alpha">Scale of what is learnt, before division by the rank.</param>
public sealed record LoraShape(int Rank, double Alpha);

/// <summary>The adapter of one matrix. Shapes in names: R rank, I inputs, O outputs of the matrix.</summary>
public sealed record LowRank(Tensor A_RI, Tensor B_OR, double Scale)
{
    /// <summary>What the adapter adds to the matrix's product with <paramref name="x"/>, whose type is that of the product.</summary>
    public Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return nn.functional.linear(nn.functional.linear(x, A_RI.to(x.dtype)), B_OR.to(x.dtype)) * Scale;
    }

    /// <summary>The matrix that the adapter adds.</summary>
    public Tensor Product() => B_OR.matmul(A_RI) * Scale;
}
