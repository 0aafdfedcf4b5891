using System.Text.Json.Nodes;
using LongWriter.Training.Models.ChatGlm;
using LongWriter.Training.Models.Glm;
using LongWriter.Training.Models.Glm4;
using LongWriter.Training.Models.Llama;
using LongWriter.Training.Models.Mistral;
using LongWriter.Training.Models.Qwen2;
using LongWriter.Training.Models.Qwen3;

namespace LongWriter.Training.Models;

/// <summary>
/// A family of decoders as Hugging Face stores it: how its config.json is read and written and how the tensors of its files are
/// named. What its forward pass does otherwise stands in <see cref="DecoderConfig"/>. This base has the names that most families
/// share.
/// </summary>
public abstract class ModelFamily
{
    private static ModelFamily[] Known => [LlamaFamily.Instance, MistralFamily.Instance, Qwen2Family.Instance, Qwen3Family.Instance, GlmFamily.Instance, Glm4Family.Instance, ChatGlmFamily.Instance];

    /// <summary><c>model_type</c> of config.json.</summary>
    public abstract string ModelType { get; }

    /// <summary><c>architectures</c> of config.json.</summary>
    public abstract string Architecture { get; }

    /// <summary><c>general.architecture</c> of GGUF.</summary>
    public virtual string GgufArchitecture => ModelType;

    /// <summary>GGUF's architecture rotates neighbours where the checkpoint rotates halves: rows of query and key are interleaved.</summary>
    public virtual bool GgufInterleaves => false;

    public static ModelFamily Of(ConfigReader json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var type = json.FindText("model_type") ?? LlamaFamily.Instance.ModelType;
        var family = Array.Find(Known, family => family.ModelType == type);
        json.Require(family is not null, $"model_type is '{type}'; {string.Join(", ", Known.Select(known => known.ModelType))} are supported");
        return family!;
    }

    public virtual DecoderConfig Read(ConfigReader json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.Require(json.FindText("hidden_act") is null or "silu", $"hidden_act is '{json.FindText("hidden_act")}'; silu is supported");
        var rope = json.FindObject("rope_parameters");
        return new DecoderConfig
        {
            Family = this,
            VocabSize = json.Number("vocab_size"),
            HiddenSize = json.Number("hidden_size"),
            IntermediateSize = json.Number("intermediate_size"),
            Layers = json.Number("num_hidden_layers"),
            Heads = json.Number("num_attention_heads"),
            KeyValueHeads = json.FindNumber("num_key_value_heads") ?? json.Number("num_attention_heads"),
            ContextLength = json.Number("max_position_embeddings"),
            StatedHeadSize = json.FindNumber("head_dim"),
            RopeTheta = rope?.FindReal("rope_theta") ?? json.FindReal("rope_theta") ?? 10_000,
            RotaryScaling = ReadScaling(json, rope ?? json.FindObject("rope_scaling")),
            NormEpsilon = json.FindReal("rms_norm_eps") ?? 1e-6,
            TiedEmbeddings = json.Flag("tie_word_embeddings", false),
            DataType = json.FindText("torch_dtype") ?? json.FindText("dtype") ?? "bfloat16",
        };
    }

    public virtual void Write(DecoderConfig config, ConfigWriter json)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(json);
        json.Set("model_type", ModelType);
        json.SetAbsent("architectures", () => new JsonArray(Architecture));
        json.SetAbsent("hidden_act", () => "silu");
        json.Set("vocab_size", config.VocabSize);
        json.Set("hidden_size", config.HiddenSize);
        json.Set("intermediate_size", config.IntermediateSize);
        json.Set("num_hidden_layers", config.Layers);
        json.Set("num_attention_heads", config.Heads);
        json.Set("num_key_value_heads", config.KeyValueHeads);
        json.Set("max_position_embeddings", config.ContextLength);
        if (config.StatedHeadSize is { } size)
        {
            json.Set("head_dim", size);
        }

        // transformers 5 keeps what belongs to rotation in one object; a file keeps the form it came in.
        (json.Has("rope_parameters") ? json.Inner("rope_parameters") : json).Set("rope_theta", config.RopeTheta);
        if (config.RotaryScaling is { } scaling)
        {
            var to = json.Inner(json.Has("rope_parameters") ? "rope_parameters" : "rope_scaling");
            to.Set("rope_type", "llama3");
            to.Set("factor", scaling.Factor);
            to.Set("low_freq_factor", scaling.LowFrequencyFactor);
            to.Set("high_freq_factor", scaling.HighFrequencyFactor);
            to.Set("original_max_position_embeddings", scaling.OriginalContext);
        }

        json.Set("rms_norm_eps", config.NormEpsilon);
        json.Set("tie_word_embeddings", config.TiedEmbeddings);
        json.Set(json.Has("dtype") ? "dtype" : "torch_dtype", config.DataType);
    }

    /// <summary>The tensors of a checkpoint and the weights in them; by default each is one of ours under the same name.</summary>
    public virtual IEnumerable<StoredTensor> Layout(DecoderConfig config) => DecoderParameters.Names(config).Select(weight => new StoredTensor(weight.Name, [weight.Name]));

    /// <summary>Tensors that some checkpoints hold and no model needs: frequencies that follow from the configuration, the head of a tied model.</summary>
    internal static bool IsNeedless(string name, DecoderConfig config) =>
        name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal)
        || name.EndsWith("rotary_pos_emb.inv_freq", StringComparison.Ordinal)
        || (config.TiedEmbeddings && name == "lm_head.weight");

    private static RotaryScaling? ReadScaling(ConfigReader json, ConfigReader? scaling)
    {
        var type = scaling?.FindText("rope_type") ?? scaling?.FindText("type") ?? "default";
        json.Require(scaling is null || type is "default" or "llama3", $"rope_scaling is of type '{type}'; llama3 is supported");
        return type == "llama3"
            ? new RotaryScaling(scaling!.Real("factor"), scaling.Real("low_freq_factor"), scaling.Real("high_freq_factor"), scaling.Real("original_max_position_embeddings"))
            : null;
    }
}
