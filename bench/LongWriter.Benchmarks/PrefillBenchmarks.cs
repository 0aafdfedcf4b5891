using BenchmarkDotNet.Attributes;
using LongWriter.Inference.Chat;
using LongWriter.Inference.Model;

namespace LongWriter.Benchmarks;

/// <summary>Time per token of reading 512 tokens of a prompt after so many others, with the embedded model and all cores.</summary>
[InProcess]
[WarmupCount(3)]
[IterationCount(10)]
public class PrefillBenchmarks : IDisposable
{
    private const int Tokens = 512;
    private readonly LocalModel _model = LocalModel.Load(Path.Combine(AppContext.BaseDirectory, "models", "longwriter-nano.gguf"));
    private readonly int[] _prompt = [.. Enumerable.Range(0, Tokens).Select(i => 300 + (i * 7 % 4000))];
    private LlamaSession? _session;

    [Params(0, 1024, 3072)]
    public int After { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _session = new LlamaSession(_model.Weights, Environment.ProcessorCount);
        if (After > 0)
        {
            _session.Read([.. Enumerable.Range(0, After).Select(i => 300 + (i % 4000))]);
        }
    }

    [Benchmark(OperationsPerInvoke = Tokens)]
    public float Prefill()
    {
        _session!.Truncate(After);
        return _session.Read(_prompt)[0];
    }

    public void Dispose()
    {
        _session?.Dispose();
        _model.Dispose();
        GC.SuppressFinalize(this);
    }
}
