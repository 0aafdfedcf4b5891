using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using LongWriter.Formats.SafeTensors;

namespace LongWriter.Training.Tests.Models;

/// <summary>
/// The families' forward passes once more, in plain loops and double precision, from config.json and the tensors of an F32 folder by
/// their stored names: nothing of the trained program but the file format. Written after transformers' modeling_llama, _qwen2,
/// _qwen3, _glm, _glm4 and modeling_rope_utils and glm-4-9b's modeling_chatglm; the values are this code's, not those programs'.
/// </summary>
internal sealed class ReferenceModel
{
    private readonly JsonObject _config;
    private readonly Dictionary<string, double[]> _weights = new(StringComparer.Ordinal);
    private readonly string _family;
    private readonly int _heads;
    private readonly int _keyHeads;
    private readonly int _size;
    private readonly double _epsilon;
    private readonly double[] _frequencies;

    public ReferenceModel(string folder)
    {
        _config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!.AsObject();
        foreach (var file in Directory.GetFiles(folder, "*.safetensors"))
        {
            foreach (var (name, tensor) in SafeTensorsFile.Load(file))
            {
                Assert.Equal("F32", tensor.Type);
                _weights.Add(name, Array.ConvertAll(MemoryMarshal.Cast<byte, float>(tensor.Data).ToArray(), value => (double)value));
            }
        }

        _family = (string)_config["model_type"]!;
        _heads = (int)_config["num_attention_heads"]!;
        _keyHeads = (int)(_config["num_key_value_heads"] ?? _config["multi_query_group_num"])!;
        _size = (int?)(_config["head_dim"] ?? _config["kv_channels"]) ?? (int)_config["hidden_size"]! / _heads;
        _epsilon = (double)(_config["rms_norm_eps"] ?? _config["layernorm_epsilon"])!;
        _frequencies = Frequencies();
    }

    private bool Glm => _family is "glm" or "glm4" or "chatglm";

    /// <summary>Logits after every token, one row after another.</summary>
    public double[] Logits(int[] ids)
    {
        var chat = _family == "chatglm";
        var embedding = _weights[chat ? "transformer.embedding.word_embeddings.weight" : "model.embed_tokens.weight"];
        var width = (int)_config["hidden_size"]!;
        var x = Array.ConvertAll(ids, id => embedding[(id * width)..((id + 1) * width)]);
        var layers = (int)(_config["num_hidden_layers"] ?? _config["num_layers"])!;
        for (var layer = 0; layer < layers; layer++)
        {
            var prefix = chat ? $"transformer.encoder.layers.{layer}." : $"model.layers.{layer}.";
            var attended = Attention(prefix, Array.ConvertAll(x, row => Norm(row, prefix + "input_layernorm.weight")));
            for (var t = 0; t < x.Length; t++)
            {
                x[t] = Add(x[t], _family == "glm4" ? Norm(attended[t], prefix + "post_self_attn_layernorm.weight") : attended[t]);
                var fed = FeedForward(prefix + "mlp.", Norm(x[t], prefix + "post_attention_layernorm.weight"));
                x[t] = Add(x[t], _family == "glm4" ? Norm(fed, prefix + "post_mlp_layernorm.weight") : fed);
            }
        }

        var head = (bool)_config["tie_word_embeddings"]! ? embedding : _weights[chat ? "transformer.output_layer.weight" : "lm_head.weight"];
        return [.. x.SelectMany(row => Product(Norm(row, chat ? "transformer.encoder.final_layernorm.weight" : "model.norm.weight"), head))];
    }

    private double[][] Attention(string prefix, double[][] x)
    {
        var (q, k, v) = (new double[x.Length][], new double[x.Length][], new double[x.Length][]);
        for (var t = 0; t < x.Length; t++)
        {
            if (_family == "chatglm")
            {
                var all = Linear(x[t], prefix + "self_attention.query_key_value");
                var (end, width) = (_heads * _size, _keyHeads * _size);
                (q[t], k[t], v[t]) = (all[..end], all[end..(end + width)], all[(end + width)..]);
            }
            else
            {
                q[t] = Linear(x[t], prefix + "self_attn.q_proj");
                k[t] = Linear(x[t], prefix + "self_attn.k_proj");
                v[t] = Linear(x[t], prefix + "self_attn.v_proj");
            }

            if (_family == "qwen3")
            {
                q[t] = [.. q[t].Chunk(_size).SelectMany(head => Norm(head, prefix + "self_attn.q_norm.weight"))];
                k[t] = [.. k[t].Chunk(_size).SelectMany(head => Norm(head, prefix + "self_attn.k_norm.weight"))];
            }

            var position = t;
            q[t] = [.. q[t].Chunk(_size).SelectMany(head => Rotate(head, position))];
            k[t] = [.. k[t].Chunk(_size).SelectMany(head => Rotate(head, position))];
        }

        var output = prefix + (_family == "chatglm" ? "self_attention.dense" : "self_attn.o_proj");
        return [.. Enumerable.Range(0, x.Length).Select(t => Linear([.. Enumerable.Range(0, _heads).SelectMany(head => Attend(head, t))], output))];

        double[] Attend(int head, int t)
        {
            var shared = head / (_heads / _keyHeads);
            var scores = new double[t + 1];
            for (var s = 0; s <= t; s++)
            {
                for (var i = 0; i < _size; i++)
                {
                    scores[s] += q[t][(head * _size) + i] * k[s][(shared * _size) + i] / Math.Sqrt(_size);
                }
            }

            var most = scores.Max();
            var weights = Array.ConvertAll(scores, score => Math.Exp(score - most));
            var result = new double[_size];
            for (var i = 0; i < _size; i++)
            {
                for (var s = 0; s <= t; s++)
                {
                    result[i] += weights[s] / weights.Sum() * v[s][(shared * _size) + i];
                }
            }

            return result;
        }
    }

    private double[] FeedForward(string prefix, double[] x)
    {
        double[] gate, up;
        if (Glm)
        {
            var both = Linear(x, prefix + (_family == "chatglm" ? "dense_h_to_4h" : "gate_up_proj"));
            (gate, up) = (both[..(both.Length / 2)], both[(both.Length / 2)..]);
        }
        else
        {
            (gate, up) = (Linear(x, prefix + "gate_proj"), Linear(x, prefix + "up_proj"));
        }

        var inner = gate.Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u).ToArray();
        return Linear(inner, prefix + (_family == "chatglm" ? "dense_4h_to_h" : "down_proj"));
    }

    private double[] Rotate(double[] head, int position)
    {
        var result = (double[])head.Clone();
        for (var j = 0; j < _frequencies.Length; j++)
        {
            var (one, two) = Glm ? (2 * j, (2 * j) + 1) : (j, j + _frequencies.Length);
            var (sin, cos) = Math.SinCos(position * _frequencies[j]);
            result[one] = (head[one] * cos) - (head[two] * sin);
            result[two] = (head[two] * cos) + (head[one] * sin);
        }

        return result;
    }

    private double[] Frequencies()
    {
        var rotated = Glm ? _size / 2 : _size;
        var theta = _family == "chatglm" ? 10_000 * (double)_config["rope_ratio"]! : (double)_config["rope_theta"]!;
        var result = Enumerable.Range(0, rotated / 2).Select(j => 1 / Math.Pow(theta, 2.0 * j / rotated)).ToArray();
        return _config["rope_scaling"] is JsonObject scaling ? Array.ConvertAll(result, frequency => Stretched(frequency, scaling)) : result;
    }

    private static double Stretched(double frequency, JsonObject scaling)
    {
        var (factor, low, high) = ((double)scaling["factor"]!, (double)scaling["low_freq_factor"]!, (double)scaling["high_freq_factor"]!);
        var context = (double)scaling["original_max_position_embeddings"]!;
        var cycles = context * frequency / (2 * Math.PI);
        var kept = Math.Clamp((cycles - low) / (high - low), 0, 1);
        return ((1 - kept) * frequency / factor) + (kept * frequency);
    }

    private double[] Linear(double[] x, string name)
    {
        var y = Product(x, _weights[name + ".weight"]);
        return _weights.TryGetValue(name + ".bias", out var bias) ? Add(y, bias) : y;
    }

    private static double[] Product(double[] x, double[] weight)
    {
        var y = new double[weight.Length / x.Length];
        for (var o = 0; o < y.Length; o++)
        {
            for (var i = 0; i < x.Length; i++)
            {
                y[o] += weight[(o * x.Length) + i] * x[i];
            }
        }

        return y;
    }

    private double[] Norm(double[] x, string name)
    {
        var scale = 1 / Math.Sqrt((x.Sum(value => value * value) / x.Length) + _epsilon);
        return [.. x.Zip(_weights[name], (value, weight) => value * scale * weight)];
    }

    private static double[] Add(double[] x, double[] y) => [.. x.Zip(y, (one, two) => one + two)];
}
