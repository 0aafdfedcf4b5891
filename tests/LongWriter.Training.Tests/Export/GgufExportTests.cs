using LongWriter.Formats.Gguf;
using LongWriter.Formats.Tokenization;
using LongWriter.Inference.Model;
using LongWriter.Training.Export;
using LongWriter.Training.Models;
using TorchSharp;
using InferenceModel = LongWriter.Inference.Model.LlamaModel;
using TrainingModel = LongWriter.Training.Models.DecoderModel;

namespace LongWriter.Training.Tests.Export;

public sealed class GgufExportTests
{
    private static readonly int[] s_ids = [296, 12, 270, 280, 99, 281, 7, 265, 290, 290, 31, 299];

    [Theory]
    [InlineData(4, true)]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void The_exported_file_has_the_logits_of_torch_at_every_position(int keyValueHeads, bool tied)
    {
        var config = Tiny.Config(keyValueHeads, tied);
        var parameters = Tiny.Lively(config, 1);
        Assert.True(LargestError(Torch(config, parameters), Exported(config, parameters, GgmlType.F32)) < 1e-3);
    }

    [Fact]
    public void Positions_matter_to_the_compared_logits()
    {
        // The control of the test above: with another rotation the logits are far away, so an unpermuted export could not pass.
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 1);
        Assert.True(LargestError(Torch(config, parameters), Torch(config with { RopeTheta = 3 }, parameters)) > 0.05);
    }

    [Theory]
    [InlineData(GgmlType.F16, 0.01)]
    [InlineData(GgmlType.BF16, 0.08)]
    [InlineData(GgmlType.Q8_0, 0.12)]
    public void Smaller_element_types_stay_close(GgmlType type, double bound)
    {
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 2);
        Assert.InRange(LargestError(Torch(config, parameters), Exported(config, parameters, type)), 1e-5, bound);
    }

    [Fact]
    public void Matrices_have_the_type_asked_for_and_vectors_stay_F32()
    {
        using var folder = new TestFolder();
        var config = Tiny.Config();
        GgufExport.Save(folder.At("m.gguf"), config, Tiny.Lively(config, 3), Tiny.Vocabulary, "tiny", GgmlType.Q8_0);
        using var file = GgufFile.Open(folder.At("m.gguf"));
        Assert.Equal(DecoderParameters.Names(config).Count(), file.Tensors.Count);
        Assert.All(file.Tensors.Values, tensor => Assert.Equal(tensor.Name.Contains("norm", StringComparison.Ordinal) ? GgmlType.F32 : GgmlType.Q8_0, tensor.Type));
        Assert.Equal("tiny", file.Metadata.GetString("general.name"));
        Assert.Equal(7, file.Metadata.GetInt64("general.file_type", -1));
    }

    [Fact]
    public void Rows_that_no_block_divides_stay_F32()
    {
        using var folder = new TestFolder();
        var config = Tiny.Config() with { IntermediateSize = 48 };
        GgufExport.Save(folder.At("m.gguf"), config, Tiny.Lively(config, 3), Tiny.Vocabulary, "tiny", GgmlType.Q8_0);
        using var file = GgufFile.Open(folder.At("m.gguf"));
        Assert.Equal(GgmlType.F32, file.Tensor("blk.0.ffn_down.weight").Type);
        Assert.Equal(GgmlType.Q8_0, file.Tensor("blk.0.ffn_up.weight").Type);
    }

    [Fact]
    public void The_vocabulary_and_the_shape_are_in_the_file()
    {
        using var folder = new TestFolder();
        var config = Tiny.Config() with { RopeTheta = 12345, NormEpsilon = 1e-6 };
        GgufExport.Save(folder.At("m.gguf"), config, Tiny.Lively(config, 3), Tiny.Vocabulary, "tiny", GgmlType.F32);
        using var file = GgufFile.Open(folder.At("m.gguf"));
        Assert.Equal(new ModelShape(300, 64, 32, 2, 64, 4, 2, 8, 12345, 1e-6f), ModelShape.Read(file));
        var vocabulary = GgufVocabulary.Read(file);
        Assert.Equal(Tiny.Vocabulary.Tokens, vocabulary.Tokens);
        Assert.Equal((Tiny.Vocabulary.BosId, Tiny.Vocabulary.EosId), (vocabulary.BosId, vocabulary.EosId));
        Assert.Equal(Tiny.Vocabulary.SpecialIds.Order(), vocabulary.SpecialIds.Order());
    }

    [Fact]
    public void An_embedding_with_more_rows_than_tokens_is_readable()
    {
        var config = Tiny.Config() with { VocabSize = 320 };
        var parameters = Tiny.Lively(config, 4);
        Assert.True(LargestError(Torch(config, parameters), Exported(config, parameters, GgmlType.F32)) < 1e-3);
    }

    private static float[] Torch(DecoderConfig config, DecoderParameters parameters)
    {
        var model = new TrainingModel(config, parameters, bf16: false);
        using var scope = torch.NewDisposeScope();
        return Tiny.Floats(model.Logits(s_ids, [s_ids.Length]));
    }

    /// <summary>The logits after every token, as the product's own runtime computes them from the file.</summary>
    private static float[] Exported(DecoderConfig config, DecoderParameters parameters, GgmlType type)
    {
        using var folder = new TestFolder();
        GgufExport.Save(folder.At("m.gguf"), config, parameters, Tiny.Vocabulary, "tiny", type);
        using var file = GgufFile.Open(folder.At("m.gguf"));
        using var model = InferenceModel.Load(file);
        using var session = new LlamaSession(model, 1);
        return [.. s_ids.SelectMany(id => session.Read([id]).ToArray())];
    }

    /// <summary>Largest difference against the largest logit.</summary>
    private static double LargestError(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var most = expected.Max(Math.Abs);
        Assert.True(most > 1);
        return expected.Zip(actual, (one, two) => Math.Abs(one - two)).Max() / most;
    }
}
