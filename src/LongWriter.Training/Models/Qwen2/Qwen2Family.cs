namespace LongWriter.Training.Models.Qwen2;

/// <summary>Qwen2 and Qwen2.5: Llama with biases on query, key and value.</summary>
internal sealed class Qwen2Family : ModelFamily
{
    public static readonly Qwen2Family Instance = new();

    public override string ModelType => "qwen2";

    public override string Architecture => "Qwen2ForCausalLM";

    public override DecoderConfig Read(ConfigReader json)
    {
        json.Require(!json.Flag("use_sliding_window", false), "use_sliding_window is set, which is not supported");
        return base.Read(json) with { ProjectionBias = true };
    }
}
