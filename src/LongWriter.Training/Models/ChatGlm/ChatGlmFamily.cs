using System.Text.Json.Nodes;

namespace LongWriter.Training.Models.ChatGlm;

/// <summary>
/// glm-4-9b as its authors store it (modeling_chatglm): names of its own, query, key and value in one matrix with biases, gate and
/// up projection in one, half of each head rotated by neighbours at a base of 10,000 times <c>rope_ratio</c>.
/// </summary>
internal sealed class ChatGlmFamily : ModelFamily
{
    private const double Base = 10_000;
    private const double Share = 0.5;

    public static readonly ChatGlmFamily Instance = new();

    public override string ModelType => "chatglm";

    public override string Architecture => "ChatGLMModel";

    public override DecoderConfig Read(ConfigReader json)
    {
        json.Require(
            json.Flag("rmsnorm", true) && json.Flag("post_layer_norm", true) && json.Flag("original_rope", true)
            && !json.Flag("add_bias_linear", false) && !json.Flag("apply_residual_connection_post_layernorm", false),
            "has rmsnorm, post_layer_norm, original_rope, add_bias_linear or apply_residual_connection_post_layernorm otherwise than glm-4-9b, which is not supported");
        var heads = json.Number("num_attention_heads");
        return new DecoderConfig
        {
            Family = this,
            VocabSize = json.Number("padded_vocab_size"),
            HiddenSize = json.Number("hidden_size"),
            IntermediateSize = json.Number("ffn_hidden_size"),
            Layers = json.Number("num_layers"),
            Heads = heads,
            KeyValueHeads = json.Flag("multi_query_attention", false) ? json.Number("multi_query_group_num") : heads,
            ContextLength = json.Number("seq_length"),
            StatedHeadSize = json.FindNumber("kv_channels"),
            RopeTheta = Base * (json.FindReal("rope_ratio") ?? 1),
            RotaryShare = Share,
            RotatesNeighbours = true,
            ProjectionBias = json.Flag("add_qkv_bias", false),
            NormEpsilon = json.FindReal("layernorm_epsilon") ?? 1e-5,
            TiedEmbeddings = json.Flag("tie_word_embeddings", false),
            DataType = json.FindText("torch_dtype") ?? "bfloat16",
        };
    }

    public override void Write(DecoderConfig config, ConfigWriter json)
    {
        json.Set("model_type", ModelType);
        json.SetAbsent("architectures", () => new JsonArray(Architecture));
        json.Set("padded_vocab_size", config.VocabSize);
        json.Set("hidden_size", config.HiddenSize);
        json.Set("ffn_hidden_size", config.IntermediateSize);
        json.Set("num_layers", config.Layers);
        json.Set("num_attention_heads", config.Heads);
        json.Set("multi_query_attention", config.KeyValueHeads != config.Heads || json.Has("multi_query_group_num"));
        json.Set("multi_query_group_num", config.KeyValueHeads);
        json.Set("seq_length", config.ContextLength);
        json.Set("kv_channels", config.HeadSize);
        json.Set("rope_ratio", config.RopeTheta / Base);
        json.Set("add_qkv_bias", config.ProjectionBias);
        json.Set("layernorm_epsilon", config.NormEpsilon);
        json.Set("tie_word_embeddings", config.TiedEmbeddings);
        json.Set("torch_dtype", config.DataType);
        json.SetAbsent("rmsnorm", () => true);
        json.SetAbsent("post_layer_norm", () => true);
        json.SetAbsent("original_rope", () => true);
        json.SetAbsent("add_bias_linear", () => false);
    }

    public override IEnumerable<StoredTensor> Layout(DecoderConfig config)
    {
        yield return new StoredTensor("transformer.embedding.word_embeddings.weight", ["model.embed_tokens.weight"]);
        for (var i = 0; i < config.Layers; i++)
        {
            var (theirs, ours) = ($"transformer.encoder.layers.{i}.", $"model.layers.{i}.");
            yield return new StoredTensor(theirs + "input_layernorm.weight", [ours + "input_layernorm.weight"]);
            yield return QueryKeyValue("weight");
            if (config.ProjectionBias)
            {
                yield return QueryKeyValue("bias");
            }

            yield return new StoredTensor(theirs + "self_attention.dense.weight", [ours + "self_attn.o_proj.weight"]);
            yield return new StoredTensor(theirs + "post_attention_layernorm.weight", [ours + "post_attention_layernorm.weight"]);
            yield return new StoredTensor(theirs + "mlp.dense_h_to_4h.weight", [ours + "mlp.gate_proj.weight", ours + "mlp.up_proj.weight"]);
            yield return new StoredTensor(theirs + "mlp.dense_4h_to_h.weight", [ours + "mlp.down_proj.weight"]);

            StoredTensor QueryKeyValue(string kind) => new(
                $"{theirs}self_attention.query_key_value.{kind}",
                [$"{ours}self_attn.q_proj.{kind}", $"{ours}self_attn.k_proj.{kind}", $"{ours}self_attn.v_proj.{kind}"]);
        }

        yield return new StoredTensor("transformer.encoder.final_layernorm.weight", ["model.norm.weight"]);
        if (!config.TiedEmbeddings)
        {
            yield return new StoredTensor("transformer.output_layer.weight", ["lm_head.weight"]);
        }
    }
}
