using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter.Training.Models.Attention;

/// <summary>
/// Attention of our own in fp32: rotation, grouped heads and documents in one kernel that reads the rows of the projection as they
/// are. Scores exist for one block of queries and one block of keys at a time; the backward pass computes them anew from the sum that
/// each row was divided by (FlashAttention's scheme: Dao and others, 2022). A document's key heads are independent of all others, so
/// the bits do not depend on how many threads share them. O in names: the width of all heads' outputs in a row.
/// </summary>
internal sealed class BlockedAttention(DecoderConfig config) : IPackAttention
{
    private readonly (Tensor Cos_PR, Tensor Sin_PR) _table = RotaryTable.Of(config, ScalarType.Float32);
    private readonly HeadLayout _layout = new(config.Heads, config.KeyValueHeads, config.HeadSize);
    private readonly (int Floats, bool Neighbours) _rotated = (config.RotaryDimensions, config.RotatesNeighbours);

    /// <summary>Whether this processor has the instructions: AVX2 and FMA.</summary>
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    public Func<Tensor, Tensor> Over(long[] documents)
    {
        var pass = new Pass(this, documents);
        return qkv_TW => is_grad_enabled() ? Step.apply(qkv_TW, pass) : pass.Forward(qkv_TW).Output_TO;
    }

    /// <summary>The kernels over the documents of one pack.</summary>
    private sealed unsafe class Pass(BlockedAttention attention, long[] documents)
    {
        private readonly HeadLayout _layout = attention._layout;

        private Rotation Rotation => new(Memory.Of(attention._table.Cos_PR), Memory.Of(attention._table.Sin_PR), attention._rotated.Floats, attention._rotated.Neighbours);

        /// <returns>The heads' outputs, and of every row and head the logarithm of the sum that its softmax was divided by.</returns>
        public (Tensor Output_TO, Tensor LogSums_TH) Forward(Tensor qkv_TW)
        {
            using var rows_TW = qkv_TW.contiguous();
            var output_TO = empty(rows_TW.shape[0], _layout.OutputWidth);
            var logSums_TH = empty(rows_TW.shape[0], _layout.Heads);
            var kernel = new BlockedForward(_layout, Rotation, Memory.Of(rows_TW), Memory.Of(output_TO), Memory.Of(logSums_TH));
            ForEachKeyHead(kernel.Run);
            return (output_TO, logSums_TH);
        }

        /// <returns>The gradient of the rows.</returns>
        public Tensor Backward(Tensor qkv_TW, Tensor output_TO, Tensor logSums_TH, Tensor outputGradient_TO)
        {
            using var rows_TW = qkv_TW.contiguous();
            using var incoming_TO = outputGradient_TO.contiguous();
            var gradient_TW = empty(rows_TW.shape);
            var kernel = new BlockedBackward(_layout, Rotation, Memory.Of(rows_TW), Memory.Of(output_TO), Memory.Of(logSums_TH), Memory.Of(incoming_TO), Memory.Of(gradient_TW));
            ForEachKeyHead(kernel.Run);
            return gradient_TW;
        }

        /// <summary>Every key head of every document once, on as many threads as an operation of libtorch would take here.</summary>
        private void ForEachKeyHead(Action<int, int, int> run)
        {
            var items = new List<(int First, int Length, int KeyHead)>();
            var first = 0;
            foreach (var length in documents)
            {
                for (var head = 0; head < _layout.KeyHeads; head++)
                {
                    items.Add((first, (int)length, head));
                }

                first += (int)length;
            }

            var threads = get_num_threads();
            if (threads == 1)
            {
                items.ForEach(item => run(item.First, item.Length, item.KeyHead));
                return;
            }

            Parallel.ForEach(items, new ParallelOptions { MaxDegreeOfParallelism = threads }, item => run(item.First, item.Length, item.KeyHead));
        }
    }

    /// <summary>A pass as a step that autograd knows.</summary>
    private sealed class Step : autograd.SingleTensorFunction<Step>
    {
        private const string PassKey = "pass";

        public override string Name => nameof(BlockedAttention);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (qkv_TW, pass) = ((Tensor)vars[0], (Pass)vars[1]);
            var (output_TO, logSums_TH) = pass.Forward(qkv_TW);
            ctx.save_for_backward([qkv_TW, output_TO.detach(), logSums_TH]);
            ctx.save_data(PassKey, pass);
            return output_TO;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            // What stays in the caller's scope would be held until the whole pack's backward pass is over.
            using var scope = NewDisposeScope();
            var saved = ctx.get_saved_variables();
            var gradient_TW = ((Pass)ctx.get_data(PassKey)).Backward(saved[0], saved[1], saved[2], grad_output);
            grad_output.Dispose();
            return [gradient_TW.MoveToOuterDisposeScope(), null!];
        }
    }
}
