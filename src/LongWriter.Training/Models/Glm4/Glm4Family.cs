namespace LongWriter.Training.Models.Glm4;

/// <summary>
/// GLM-4-0414: biases on query, key and value, half of each head rotated by neighbours, gate and up projection in one matrix, the
/// outputs of attention and feed-forward normed before they are added (transformers, modeling_glm4).
/// </summary>
internal sealed class Glm4Family : ModelFamily
{
    private const double Share = 0.5;

    public static readonly Glm4Family Instance = new();

    public override string ModelType => "glm4";

    public override string Architecture => "Glm4ForCausalLM";

    public override DecoderConfig Read(ConfigReader json) => base.Read(json) with
    {
        RotaryShare = json.FindReal("partial_rotary_factor") ?? json.FindObject("rope_parameters")?.FindReal("partial_rotary_factor") ?? Share,
        RotatesNeighbours = true,
        ProjectionBias = json.Flag("attention_bias", false),
        OutputNorms = true,
    };

    public override void Write(DecoderConfig config, ConfigWriter json)
    {
        base.Write(config, json);
        (json.Has("rope_parameters") ? json.Inner("rope_parameters") : json).Set("partial_rotary_factor", config.RotaryShare);
        json.Set("attention_bias", config.ProjectionBias);
    }

    public override IEnumerable<StoredTensor> Layout(DecoderConfig config) => base.Layout(config)
        .Where(tensor => !tensor.Name.EndsWith("mlp.up_proj.weight", StringComparison.Ordinal))
        .Select(tensor => tensor.Name.EndsWith("mlp.gate_proj.weight", StringComparison.Ordinal)
            ? new StoredTensor(tensor.Name.Replace("gate_proj", "gate_up_proj", StringComparison.Ordinal), [tensor.Name, tensor.Name.Replace("gate_proj", "up_proj", StringComparison.Ordinal)])
            : tensor);
}
