namespace LongWriter.Training.Models.Glm;

/// <summary>
/// glm-4-9b as transformers stores it (modeling_glm): biases on query, key and value, half of each head rotated by neighbours, gate and
/// up projection in one matrix. GGUF has it under the name of its authors' form.
/// </summary>
internal class GlmFamily : ModelFamily
{
    private const double Share = 0.5;

    public static readonly GlmFamily Instance = new();

    public override string ModelType => "glm";

    public override string Architecture => "GlmForCausalLM";

    public override string GgufArchitecture => "chatglm";

    public override DecoderConfig Read(ConfigReader json) => base.Read(json) with
    {
        RotaryShare = json.FindReal("partial_rotary_factor") ?? json.FindObject("rope_parameters")?.FindReal("partial_rotary_factor") ?? Share,
        RotatesNeighbours = true,
        ProjectionBias = json.Flag("attention_bias", false),
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
