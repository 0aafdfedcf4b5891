using LongWriter.Training.Models;

namespace LongWriter.Training.Tests.Models;

/// <summary>A tiny model of each family, as its config.json describes it.</summary>
internal static class Families
{
    private const string Shared = """
        "vocab_size": 300, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
        "num_key_value_heads": 2, "max_position_embeddings": 64, "rms_norm_eps": 1e-05, "hidden_act": "silu", "torch_dtype": "float32",
        "bos_token_id": 296, "eos_token_id": [299, 298]
        """;

    /// <summary>By name; llama3.1's wave lengths lie on both sides of both bounds of its scaling and between them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Configs = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["llama"] = $$"""{"model_type": "llama", "architectures": ["LlamaForCausalLM"], "rope_theta": 10000.0, "tie_word_embeddings": true, {{Shared}}}""",
        ["llama3.1"] = $$"""
            {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "rope_theta": 500.0, "tie_word_embeddings": false, {{Shared}},
            "rope_scaling": {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 32, "rope_type": "llama3"} }
            """,
        ["mistral"] = $$"""{"model_type": "mistral", "architectures": ["MistralForCausalLM"], "rope_theta": 1000000.0, "sliding_window": null, "head_dim": 16, "tie_word_embeddings": false, {{Shared}}}""",
        ["qwen2"] = $$"""{"model_type": "qwen2", "architectures": ["Qwen2ForCausalLM"], "rope_theta": 1000000.0, "use_sliding_window": false, "sliding_window": 32, "tie_word_embeddings": true, {{Shared}}}""",
        ["qwen3"] = $$"""{"model_type": "qwen3", "architectures": ["Qwen3ForCausalLM"], "rope_theta": 1000000, "head_dim": 16, "attention_bias": false, "tie_word_embeddings": false, {{Shared}}}""",
        ["glm"] = $$"""{"model_type": "glm", "architectures": ["GlmForCausalLM"], "rope_theta": 10000.0, "head_dim": 8, "partial_rotary_factor": 0.5, "attention_bias": true, "tie_word_embeddings": false, {{Shared}}}""",
        ["glm4"] = $$"""{"model_type": "glm4", "architectures": ["Glm4ForCausalLM"], "rope_theta": 10000.0, "head_dim": 8, "partial_rotary_factor": 0.5, "attention_bias": true, "tie_word_embeddings": false, {{Shared}}}""",
        ["chatglm"] = """
            {"model_type": "chatglm", "architectures": ["ChatGLMModel"], "padded_vocab_size": 300, "hidden_size": 32, "ffn_hidden_size": 64, "num_layers": 2,
            "num_attention_heads": 4, "multi_query_attention": true, "multi_query_group_num": 2, "kv_channels": 8, "seq_length": 64, "rope_ratio": 500,
            "layernorm_epsilon": 1.5625e-07, "rmsnorm": true, "post_layer_norm": true, "original_rope": true, "add_qkv_bias": true, "add_bias_linear": false,
            "apply_residual_connection_post_layernorm": false, "tie_word_embeddings": false, "torch_dtype": "float32", "eos_token_id": [298, 299]}
            """,
    };

    public static TheoryData<string> Names => [.. Configs.Keys];

    public static DecoderConfig Config(string family)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("config.json"), Configs[family]);
        return DecoderConfig.Load(folder.At("config.json"));
    }
}
