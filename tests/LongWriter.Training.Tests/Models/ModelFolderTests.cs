using System.Runtime.InteropServices;
using LongWriter.Formats;
using LongWriter.Formats.SafeTensors;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Models;

namespace LongWriter.Training.Tests.Models;

public sealed class ModelFolderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_saved_folder_reads_back_with_weights_rounded_to_bf16(bool tied)
    {
        using var folder = new TestFolder();
        var config = Tiny.Config(tied: tied);
        var saved = Tiny.Lively(config, 1);
        ModelFolder.Save(folder.Root, config, saved, Tiny.Vocabulary);
        var (readConfig, parameters, tokenizer) = ModelFolder.Load(folder.Root);
        Assert.Equal(config.ToJson(), readConfig.ToJson());
        Assert.Equal(Tiny.Vocabulary.Tokens, tokenizer.Vocabulary.Tokens);
        Assert.Equal(saved.Named.Select(entry => entry.Name), parameters.Named.Select(entry => entry.Name), StringComparer.Ordinal);
        foreach (var (one, two) in saved.Named.Zip(parameters.Named))
        {
            Assert.Equal(one.Value.shape, two.Value.shape);
            Assert.Equal(Tiny.Floats(one.Value).Select(value => BFloat16Bits.ToSingle(BFloat16Bits.FromSingle(value))), Tiny.Floats(two.Value));
            Assert.True(two.Value.requires_grad);
        }

        Assert.NotEqual(Tiny.Bits(saved), Tiny.Bits(parameters));
    }

    [Fact]
    public void Saving_what_was_read_gives_the_same_file()
    {
        using var folder = new TestFolder();
        var config = Tiny.Config();
        ModelFolder.Save(folder.At("one"), config, Tiny.Lively(config, 2), Tiny.Vocabulary);
        ModelFolder.Save(folder.At("two"), config, ModelFolder.Load(folder.At("one")).Parameters, Tiny.Vocabulary);
        Assert.Equal(File.ReadAllBytes(folder.At("one", ModelFolder.Weights)), File.ReadAllBytes(folder.At("two", ModelFolder.Weights)));
    }

    [Fact]
    public void F32_weights_read_back_bit_for_bit()
    {
        using var folder = new TestFolder();
        var config = Tiny.Config();
        var saved = Tiny.Lively(config, 3);
        ModelFolder.SaveFile(folder.At("w"), saved, "F32");
        Assert.Equal(Tiny.Bits(saved), Tiny.Bits(ModelFolder.LoadFile(config, folder.At("w"))));
    }

    [Fact]
    public void F16_weights_are_read()
    {
        Half[] halves = [(Half)1.5, (Half)(-0.25), (Half)65504];
        Assert.Equal([1.5f, -0.25f, 65504f], TensorValues.ToFloats("file", "w", new SafeTensor("F16", [3], MemoryMarshal.AsBytes(halves.AsSpan()).ToArray())));
    }

    [Fact]
    public void Another_element_type_is_refused()
    {
        var error = Assert.Throws<ModelFileException>(() => TensorValues.ToFloats("file", "w", new SafeTensor("I64", [1], new byte[8])));
        Assert.Contains("I64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        using var folder = Saved(tensors => tensors.Remove("model.layers.1.mlp.up_proj.weight"));
        var error = Assert.Throws<ModelFileException>(() => ModelFolder.Load(folder.Root));
        Assert.Contains("lacks the tensor 'model.layers.1.mlp.up_proj.weight'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_another_shape_is_named_with_both_shapes()
    {
        // The same number of bytes: only the shape can tell.
        using var folder = Saved(tensors => tensors["model.layers.0.mlp.up_proj.weight"] = tensors["model.layers.0.mlp.up_proj.weight"] with { Shape = [32, 64] });
        var error = Assert.Throws<ModelFileException>(() => ModelFolder.Load(folder.Root));
        Assert.Contains("'model.layers.0.mlp.up_proj.weight' is [32, 64]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[64, 32]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_larger_than_the_model_is_refused()
    {
        using var folder = Saved(_ => { });
        var larger = Tiny.Vocabulary with { Tokens = [.. Tiny.Vocabulary.Tokens, "one-too-many"] };
        TokenizerJson.Save(larger, folder.At(ModelFolder.TokenizerFile));
        var error = Assert.Throws<ModelFileException>(() => ModelFolder.Load(folder.Root));
        Assert.Contains("301 tokens, the model 300", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModelFolder.Config)]
    [InlineData(ModelFolder.Weights)]
    [InlineData(ModelFolder.TokenizerFile)]
    public void A_missing_file_is_named(string name)
    {
        using var folder = Saved(_ => { });
        File.Delete(folder.At(name));
        Assert.Contains(name, Assert.Throws<ModelFileException>(() => ModelFolder.Load(folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_weights_file_is_refused()
    {
        using var folder = Saved(_ => { });
        var bytes = File.ReadAllBytes(folder.At(ModelFolder.Weights));
        File.WriteAllBytes(folder.At(ModelFolder.Weights), bytes[..^100]);
        Assert.Throws<ModelFileException>(() => ModelFolder.Load(folder.Root));
    }

    private static TestFolder Saved(Action<Dictionary<string, SafeTensor>> change)
    {
        var folder = new TestFolder();
        var config = Tiny.Config();
        ModelFolder.Save(folder.Root, config, DecoderParameters.Initialise(config, 1), Tiny.Vocabulary);
        var tensors = SafeTensorsFile.Load(folder.At(ModelFolder.Weights));
        change(tensors);
        SafeTensorsFile.Save(folder.At(ModelFolder.Weights), tensors);
        return folder;
    }
}
