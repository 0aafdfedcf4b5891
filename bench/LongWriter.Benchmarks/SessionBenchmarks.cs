using BenchmarkDotNet.Attributes;
using LongWriter.Inference.Chat;
using LongWriter.Inference.Model;

namespace LongWriter.Benchmarks;

/// <summary>Time of one token after so many others, decoded or as part of a prompt, with the embedded model and all cores.</summary>
[InProcess]
[WarmupCount(3)]
[IterationCount(10)]
public class SessionBenchmarks : IDisposable
{
    private const int Decoded = 32;
    private const int Prefilled = 512;
    private readonly LocalModel _model = LocalModel.Load(Path.Combine(AppContext.BaseDirectory, "models", "longwriter-nano.gguf"));
    private readonly int[] _prompt = [.. Enumerable.Range(0, Prefilled).Select(i => 300 + (i * 7 % 4000))];
    private LlamaSession? _session;

    [Params(64, 512, 2000, 3900)]
    public int After { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _session = new LlamaSession(_model.Weights, Environment.ProcessorCount);
        _session.Read([.. Enumerable.Range(0, After).Select(i => 300 + (i % 4000))]);
    }

    [Benchmark(OperationsPerInvoke = Decoded)]
    public float Decode()
    {
        _session!.Truncate(After);
        var sum = 0f;
        for (var i = 0; i < Decoded; i++)
        {
            sum += _session.Read([400 + i])[0];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Prefilled)]
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
