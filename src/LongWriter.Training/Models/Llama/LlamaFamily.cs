namespace LongWriter.Training.Models.Llama;

/// <summary>Llama 2 to 3.3: what the other families are told apart from.</summary>
internal sealed class LlamaFamily : ModelFamily
{
    public static readonly LlamaFamily Instance = new();

    public override string ModelType => "llama";

    public override string Architecture => "LlamaForCausalLM";

    public override bool GgufInterleaves => true;

    public override DecoderConfig Read(ConfigReader json)
    {
        json.Require(!json.Flag("attention_bias", false) && !json.Flag("mlp_bias", false), "attention_bias or mlp_bias is set; Llama models with biases are not supported");
        return base.Read(json);
    }
}
