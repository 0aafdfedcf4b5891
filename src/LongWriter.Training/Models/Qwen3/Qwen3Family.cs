namespace LongWriter.Training.Models.Qwen3;

/// <summary>Qwen3 (dense): Llama with a norm on each query and key head, whose size is stated apart.</summary>
internal sealed class Qwen3Family : ModelFamily
{
    private const int HeadSize = 128;

    public static readonly Qwen3Family Instance = new();

    public override string ModelType => "qwen3";

    public override string Architecture => "Qwen3ForCausalLM";

    public override DecoderConfig Read(ConfigReader json)
    {
        json.Require(!json.Flag("use_sliding_window", false), "use_sliding_window is set, which is not supported");
        json.Require(!json.Flag("attention_bias", false), "attention_bias is set; Qwen3 models with biases are not supported");
        var config = base.Read(json);
        return config with { StatedHeadSize = config.StatedHeadSize ?? HeadSize, HeadNorms = true };
    }
}
