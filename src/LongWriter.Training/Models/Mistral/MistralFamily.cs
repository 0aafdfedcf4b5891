namespace LongWriter.Training.Models.Mistral;

/// <summary>Mistral: Llama but for a window of attention, which the versions after 7B-v0.1 no longer have. GGUF knows it as llama.</summary>
internal sealed class MistralFamily : ModelFamily
{
    public static readonly MistralFamily Instance = new();

    public override string ModelType => "mistral";

    public override string Architecture => "MistralForCausalLM";

    public override string GgufArchitecture => "llama";

    public override bool GgufInterleaves => true;

    public override DecoderConfig Read(ConfigReader json)
    {
        var config = base.Read(json);
        json.Require(
            json.FindNumber("sliding_window") is not { } window || window >= config.ContextLength,
            $"attends within a window of {json.FindNumber("sliding_window")} tokens, which is not supported; set max_position_embeddings to the window to train on shorter documents");
        return config;
    }
}
