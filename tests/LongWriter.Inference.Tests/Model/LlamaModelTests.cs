using LongWriter.Formats.Gguf;

namespace LongWriter.Inference.Tests.Model;

public sealed class LlamaModelTests
{
    [Fact]
    public void A_model_holds_what_the_file_holds_and_does_not_need_it_any_more()
    {
        var tiny = new TinyModel(GgmlType.F16);
        using var model = tiny.Load();
        Assert.Equal(TinyModel.Layers, model.Weights.Layers.Length);
        Assert.Equal(tiny.Tensors["output_norm.weight"].Values, model.Weights.FinalNorm);
        Assert.Equal(tiny.Tensors["blk.1.ffn_norm.weight"].Values, model.Weights.Layers[1].FeedForwardNorm);
        Assert.NotSame(model.Weights.Embedding, model.Weights.Head);
        Assert.Null(model.Weights.RotaryScale);
    }

    [Fact]
    public void Without_a_head_of_its_own_a_model_takes_its_embedding()
    {
        var tiny = new TinyModel();
        tiny.Tensors.Remove("output.weight");
        using var model = tiny.Load();
        Assert.Same(model.Weights.Embedding, model.Weights.Head);
    }
}
