using LongWriter.Training.Models.Glm;

namespace LongWriter.Training.Models.Glm4;

/// <summary>GLM-4-0414: GLM whose outputs of attention and feed-forward are normed before they are added (transformers, modeling_glm4).</summary>
internal sealed class Glm4Family : GlmFamily
{
    public static new readonly Glm4Family Instance = new();

    public override string ModelType => "glm4";

    public override string Architecture => "Glm4ForCausalLM";

    public override string GgufArchitecture => ModelType;

    public override DecoderConfig Read(ConfigReader json) => base.Read(json) with { OutputNorms = true };
}
