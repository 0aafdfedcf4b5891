namespace LongWriter.Training.Export;

/// <summary>
/// Names of tensors in GGUF by those in Hugging Face's files; matrices that a family stores as one stay one, which is what GGUF's
/// architectures of these families expect.
/// </summary>
internal static class GgufNames
{
    private static readonly (string Theirs, string Gguf)[] s_parts =
    [
        ("model.embed_tokens", "token_embd"),
        ("model.norm", "output_norm"),
        ("lm_head", "output"),
        ("model.layers.", "blk."),
        ("input_layernorm", "attn_norm"),
        ("self_attn.q_proj", "attn_q"),
        ("self_attn.k_proj", "attn_k"),
        ("self_attn.v_proj", "attn_v"),
        ("self_attn.o_proj", "attn_output"),
        ("self_attn.q_norm", "attn_q_norm"),
        ("self_attn.k_norm", "attn_k_norm"),
        ("post_self_attn_layernorm", "post_attention_norm"),
        ("post_attention_layernorm", "ffn_norm"),
        ("mlp.gate_up_proj", "ffn_up"),
        ("mlp.gate_proj", "ffn_gate"),
        ("mlp.up_proj", "ffn_up"),
        ("mlp.down_proj", "ffn_down"),
        ("post_mlp_layernorm", "post_ffw_norm"),

        // chatglm
        ("transformer.embedding.word_embeddings", "token_embd"),
        ("transformer.encoder.final_layernorm", "output_norm"),
        ("transformer.output_layer", "output"),
        ("transformer.encoder.layers.", "blk."),
        ("self_attention.query_key_value", "attn_qkv"),
        ("self_attention.dense", "attn_output"),
        ("mlp.dense_h_to_4h", "ffn_up"),
        ("mlp.dense_4h_to_h", "ffn_down"),
    ];

    public static string Of(string name) => s_parts.Aggregate(name, (text, part) => text.Replace(part.Theirs, part.Gguf, StringComparison.Ordinal));
}
