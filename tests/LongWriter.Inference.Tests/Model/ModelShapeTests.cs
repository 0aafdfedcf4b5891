using LongWriter.Formats;
using LongWriter.Formats.Gguf;
using LongWriter.Inference.Model;

namespace LongWriter.Inference.Tests.Model;

public sealed class ModelShapeTests
{
    [Fact]
    public void The_sizes_of_the_header_are_read()
    {
        var shape = Read(new TinyModel(context: 99));
        Assert.Equal(new ModelShape(TinyModel.TokenCount, 99, TinyModel.Width, 2, 96, 4, 2, TinyModel.HeadSize, 10_000, 1e-5f), shape);
        Assert.Equal(32, shape.HeadSize);
    }

    [Fact]
    public void What_a_header_may_leave_out_takes_the_values_of_the_format()
    {
        var model = new TinyModel();
        model.Pairs.Remove("llama.attention.head_count_kv");
        model.Pairs.Remove("llama.rope.freq_base");
        model.Pairs.Remove("llama.attention.layer_norm_rms_epsilon");
        var shape = Read(model);
        Assert.Equal(4, shape.KeyValueHeads);
        Assert.Equal(10_000, shape.RotaryBase);
        Assert.Equal(1e-5f, shape.NormEpsilon);
    }

    [Fact]
    public void Scaled_positions_are_refused_rather_than_read_wrongly()
    {
        var model = new TinyModel();
        model.Pairs["llama.rope.scaling.type"] = "yarn";
        Assert.Contains("'yarn'", Assert.Throws<ModelFileException>(() => Read(model)).Message, StringComparison.Ordinal);
        model.Pairs["llama.rope.scaling.type"] = "none";
        Assert.Equal(TinyModel.Width, Read(model).Width);
    }

    private static ModelShape Read(TinyModel model)
    {
        using var path = new TemporaryFile();
        model.Save(path.Path);
        using var file = GgufFile.Open(path.Path);
        return ModelShape.Read(file);
    }
}
