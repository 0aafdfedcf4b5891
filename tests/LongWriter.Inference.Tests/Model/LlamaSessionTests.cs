using System.Collections;
using LongWriter.Formats.Gguf;
using LongWriter.Inference.Chat;
using LongWriter.Inference.Kernels;
using LongWriter.Inference.Model;

namespace LongWriter.Inference.Tests.Model;

public sealed class LlamaSessionTests
{
    private static readonly int[] s_edges = [1, 31, 32, 33, 63, 64, 65, 99];

    public static TheoryData<GgmlType> Types => [.. Enum.GetValues<GgmlType>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Types))]
    public void Logits_are_the_same_bits_in_any_block_size_and_with_any_number_of_threads(GgmlType type)
    {
        using var model = new TinyModel(type).Load();
        var tokens = TinyModel.Tokens(100, seed: 11);
        var expected = OneByOne(model, tokens);
        foreach (var threads in (int[])[1, 2, 3])
        {
            foreach (var block in (int[])[1, 2, 7, 32, 100])
            {
                // Tiny blocks wake the threads for every few tokens; a part of the text is enough for them.
                var read = threads > 1 && block < 7 ? tokens[..16] : tokens;
                using var session = new LlamaSession(model.Weights, threads, block);
                Assert.Equal(expected[read.Length - 1], Bits.Of(session.Read(read, Token)));
                Assert.Equal(read, session.Tokens);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Logits_are_the_same_bits_however_the_reading_is_cut(GgmlType type)
    {
        using var model = new TinyModel(type).Load();
        var tokens = TinyModel.Tokens(100, seed: 12);
        var expected = OneByOne(model, tokens);
        var random = new Random(13);
        for (var run = 0; run < 5; run++)
        {
            using var session = new LlamaSession(model.Weights, threads: 1 + (run % 2), block: random.Next(4, 40));
            while (session.Tokens.Count < tokens.Length)
            {
                var to = Math.Min(tokens.Length, session.Tokens.Count + random.Next(1, 45));
                Assert.Equal(expected[to - 1], Bits.Of(session.Read(tokens[session.Tokens.Count..to], Token)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Logits_are_the_same_bits_after_a_prefix_is_kept_and_the_rest_read_again(GgmlType type)
    {
        using var model = new TinyModel(type).Load();
        var tokens = TinyModel.Tokens(100, seed: 14);
        var expected = OneByOne(model, tokens);
        using var session = new LlamaSession(model.Weights, threads: 1);
        session.Read(TinyModel.Tokens(150, seed: 15), Token);
        session.Truncate(0);
        foreach (var kept in s_edges)
        {
            Assert.Equal(expected[kept - 1], Bits.Of(session.Read(tokens[..kept], Token)));
            session.Read(TinyModel.Tokens(40, seed: 16), Token);
            session.Truncate(kept);
            Assert.Equal(expected[^1], Bits.Of(session.Read(tokens[kept..], Token)));
            session.Truncate(0);
            Assert.Empty(session.Tokens);
        }
    }

    [Fact]
    public void Logits_are_the_same_bits_across_the_growth_of_the_cache()
    {
        using var model = new TinyModel(context: 4096).Load();
        var tokens = TinyModel.Tokens(1100, seed: 17);
        using var whole = new LlamaSession(model.Weights, threads: 1, block: 64);
        using var cut = new LlamaSession(model.Weights, threads: 2);
        cut.Read(tokens[..1020], Token);
        for (var at = 1020; at < 1030; at++)
        {
            cut.Read([tokens[at]], Token);
        }

        Assert.Equal(Bits.Of(whole.Read(tokens, Token)), Bits.Of(cut.Read(tokens[1030..], Token)));
    }

    [Theory]
    [InlineData(GgmlType.F32, 2e-3, 2e-4)]
    [InlineData(GgmlType.F16, 2e-3, 2e-4)]
    [InlineData(GgmlType.BF16, 2e-3, 2e-4)]
    [InlineData(GgmlType.Q8_0, 0.3, 0.05)]
    public void Logits_agree_with_a_naive_forward_pass_in_doubles(GgmlType type, double most, double mean)
    {
        foreach (var length in (int[])[1, 2, 33, 100])
        {
            AssertAgrees(new TinyModel(type, seed: length), length, most, mean);
        }
    }

    [Fact]
    public void A_model_whose_matrices_differ_in_type_agrees_with_a_naive_forward_pass()
    {
        // The first matrix of each joint product is not quantized while the others are, and the other way round.
        static GgmlType FloatsFirst(string name) => name.Contains("attn_q", StringComparison.Ordinal) || name.Contains("ffn_gate", StringComparison.Ordinal) ? GgmlType.F32 : GgmlType.Q8_0;
        static GgmlType BytesFirst(string name) => FloatsFirst(name) == GgmlType.F32 ? GgmlType.Q8_0 : GgmlType.F16;
        AssertAgrees(new TinyModel(typeOf: FloatsFirst), 40, 0.3, 0.05);
        AssertAgrees(new TinyModel(typeOf: BytesFirst), 40, 0.3, 0.05);
    }

    [Theory]
    [InlineData(GgmlType.Q8_0, true)]
    [InlineData(GgmlType.F16, false)]
    [InlineData(GgmlType.F32, false)]
    public void Keys_and_values_are_int8_where_the_weights_are(GgmlType type, bool bytes)
    {
        using var model = new TinyModel(type).Load();
        using var session = new LlamaSession(model.Weights, threads: 1);
        Assert.Equal(bytes, session.Cache is Q8KeyValueCache);
    }

    [Fact]
    public void A_model_without_a_head_of_its_own_agrees_with_a_naive_forward_pass()
    {
        var model = new TinyModel();
        model.Tensors.Remove("output.weight");
        AssertAgrees(model, 20, 5e-3, 5e-4);
    }

    [Fact]
    public void A_model_with_divided_rotary_frequencies_agrees_with_a_naive_forward_pass()
    {
        var model = new TinyModel();
        model.Tensors["rope_freqs.weight"] = new TinyTensor(GgmlType.F32, [16], [1, 1, 1.5f, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8, 8, 8]);
        AssertAgrees(model, 60, 2e-3, 2e-4);

        using var scaled = model.Load();
        using var plain = new TinyModel().Load();
        var tokens = TinyModel.Tokens(60, seed: 18);
        Assert.NotEqual(OneByOne(plain, tokens)[^1], OneByOne(scaled, tokens)[^1]);
    }

    [Fact]
    public void Every_token_before_the_last_reaches_its_logits()
    {
        using var model = new TinyModel().Load();
        var tokens = TinyModel.Tokens(40, seed: 19);
        var expected = OneByOne(model, tokens)[^1];
        for (var changed = 0; changed < tokens.Length; changed++)
        {
            var other = tokens.ToArray();
            other[changed] = (other[changed] + 1) % TinyModel.TokenCount;
            using var session = new LlamaSession(model.Weights, threads: 1);
            Assert.NotEqual(expected, Bits.Of(session.Read(other, Token)));
        }
    }

    [Fact]
    public void A_context_can_be_filled_to_its_last_token_and_no_further()
    {
        using var model = new TinyModel(context: 48).Load();
        var tokens = TinyModel.Tokens(48, seed: 20);
        var expected = OneByOne(model, tokens);
        using var session = new LlamaSession(model.Weights, threads: 1);
        Assert.Throws<ArgumentException>(() => session.Read([.. tokens, 1], Token).Length);
        Assert.Empty(session.Tokens);
        session.Read(tokens[..40], Token);
        var e = Assert.Throws<ArgumentException>(() => session.Read(TinyModel.Tokens(9, 1), Token).Length);
        Assert.Contains("9 tokens after 40", e.Message, StringComparison.Ordinal);
        Assert.Contains("context of 48", e.Message, StringComparison.Ordinal);
        Assert.Equal(expected[^1], Bits.Of(session.Read(tokens[40..], Token)));
        Assert.Throws<ArgumentException>(() => session.Read([1], Token).Length);
    }

    [Fact]
    public void Reading_nothing_is_an_error()
    {
        using var model = new TinyModel().Load();
        using var session = new LlamaSession(model.Weights, threads: 1);
        Assert.Throws<ArgumentException>(() => session.Read([], Token).Length);
        Assert.Throws<ArgumentNullException>(() => session.Read(null!, Token).Length);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(263)]
    public void A_token_outside_the_vocabulary_is_an_error_that_leaves_the_session_usable(int outside)
    {
        Assert.Equal(263, TinyModel.TokenCount);
        using var model = new TinyModel().Load();
        var tokens = TinyModel.Tokens(50, seed: 21);
        using var session = new LlamaSession(model.Weights, threads: 1);
        session.Read(tokens[..10], Token);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Read([1, 2, outside], Token).Length);
        Assert.Equal(tokens[..10], session.Tokens);
        Assert.Equal(OneByOne(model, tokens)[^1], Bits.Of(session.Read(tokens[10..], Token)));
    }

    [Fact]
    public void Truncating_beyond_what_was_read_is_an_error()
    {
        using var model = new TinyModel().Load();
        using var session = new LlamaSession(model.Weights, threads: 1);
        session.Read([1, 2, 3], Token);
        Assert.ThrowsAny<ArgumentException>(() => session.Truncate(4));
        Assert.ThrowsAny<ArgumentException>(() => session.Truncate(-1));
        Assert.Equal([1, 2, 3], session.Tokens);
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(-1, 32)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    public void A_session_without_threads_or_with_empty_blocks_is_refused(int threads, int block)
    {
        using var model = new TinyModel().Load();
        Assert.Throws<ArgumentOutOfRangeException>(() => new LlamaSession(model.Weights, threads, block));
    }

    [Fact]
    public void Cancelling_while_a_prompt_is_read_keeps_the_blocks_that_were_read()
    {
        using var model = new TinyModel().Load();
        var tokens = TinyModel.Tokens(200, seed: 22);
        using var session = new LlamaSession(model.Weights, threads: 2, block: 32);
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => session.Read(new CancellingList(tokens, 50, source), source.Token).Length);
        Assert.Equal(tokens[..64], session.Tokens);
        Assert.Equal(OneByOne(model, tokens)[^1], Bits.Of(session.Read(tokens[64..], Token)));
    }

    [Fact]
    public void Sessions_on_one_model_do_not_know_of_each_other()
    {
        using var model = new TinyModel(GgmlType.Q8_0).Load();
        Parallel.For(0, 4, seed =>
        {
            var tokens = TinyModel.Tokens(60, seed);
            using var session = new LlamaSession(model.Weights, threads: 1);
            Assert.Equal(OneByOne(model, tokens)[^1], Bits.Of(session.Read(tokens, CancellationToken.None)));
        });
    }

    /// <summary>Bits of the logits after each token, decoded one by one on one thread; all different and finite.</summary>
    private static List<int[]> OneByOne(LocalModel model, int[] tokens)
    {
        List<int[]> bits = [];
        using var session = new LlamaSession(model.Weights, threads: 1);
        foreach (var token in tokens)
        {
            var logits = session.Read([token], CancellationToken.None);
            Assert.True(logits.ToArray().All(float.IsFinite));
            bits.Add(Bits.Of(logits));
        }

        Assert.Equal(bits.Count, bits.Select(logits => logits[0]).Distinct().Count());
        return bits;
    }

    private static void AssertAgrees(TinyModel tiny, int length, double most, double mean)
    {
        var tokens = TinyModel.Tokens(length, seed: 23);
        using var model = tiny.Load();
        using var session = new LlamaSession(model.Weights, threads: 1);
        var actual = session.Read(tokens, Token).ToArray();
        var expected = ReferenceLlama.Logits(tiny, tokens, Stored(session, mean));
        Assert.Equal(expected.Length, actual.Length);
        double[] errors = [.. expected.Zip(actual, (e, a) => Math.Abs(e - a))];
        Assert.True(expected.Max() - expected.Min() > 4, "the logits are too flat to tell anything");
        Assert.True(errors.Max() <= most && errors.Average() <= mean, $"{length} tokens: errors up to {errors.Max()}, {errors.Average()} on average");
    }

    /// <summary>
    /// The session's keys and values, each checked to be its exact one but for <paramref name="error"/> and for rounding: to a half
    /// (half a unit in the 11th bit), or to an int8 (half a step of the largest in its block of 32).
    /// </summary>
    private static unsafe ReferenceLlama.Stored Stored(LlamaSession session, double error) => (isKey, layer, position, exact) =>
    {
        const int Size = TinyModel.HeadSize;
        var row = new double[exact.Length];
        for (var i = 0; i < row.Length; i++)
        {
            var (head, at) = (i / Size, i % Size);
            if (session.Cache is Q8KeyValueCache bytes)
            {
                row[i] = (isKey ? bytes.Keys : bytes.Values).Read(bytes.Slot(layer, head), position, at);
                Assert.Equal(exact[i], row[i], (exact.Chunk(32).ElementAt(i / 32).Max(Math.Abs) / 254) + error);
                continue;
            }

            var halves = (HalfKeyValueCache)session.Cache;
            var bits = isKey
                ? halves.Keys(layer, head)[(position / Attention.Tile * Attention.Tile * Size) + (at * Attention.Tile) + (position % Attention.Tile)]
                : halves.Values(layer, head)[(position * Size) + at];
            row[i] = (double)BitConverter.UInt16BitsToHalf(bits);
            Assert.Equal(exact[i], row[i], (Math.Abs(exact[i]) / 2048) + error);
        }

        return row;
    };

    /// <summary>A list that cancels when the element at <paramref name="at"/> is read.</summary>
    private sealed class CancellingList(int[] tokens, int at, CancellationTokenSource source) : IReadOnlyList<int>
    {
        public int Count => tokens.Length;

        public int this[int index]
        {
            get
            {
                if (index == at)
                {
                    source.Cancel();
                }

                return tokens[index];
            }
        }

        public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)tokens).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
