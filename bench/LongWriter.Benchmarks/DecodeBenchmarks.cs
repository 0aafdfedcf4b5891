using BenchmarkDotNet.Attributes;
using LongWriter.Inference.Chat;
using LongWriter.Inference.Model;

namespace LongWriter.Benchmarks;

/// <summary>Time of one token, decoded after so many others, with the embedded model and all cores.</summary>
[InProcess]
[WarmupCount(3)]
[IterationCount(10)]
public class DecodeBenchmarks : IDisposable
{
    private const int Tokens = 32;
    private readonly LocalModel _model = LocalModel.Load(Path.Combine(AppContext.BaseDirectory, "models", "longwriter-nano.gguf"));
    private LlamaSession? _session;

    [Params(64, 512, 2000, 3900)]
    public int After { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _session = new LlamaSession(_model.Weights, Environment.ProcessorCount);
        _session.Read([.. Enumerable.Range(0, After).Select(i => 300 + (i % 4000))]);
    }

    [Benchmark(OperationsPerInvoke = Tokens)]
    public float Decode()
    {
        _session!.Truncate(After);
        var sum = 0f;
        for (var i = 0; i < Tokens; i++)
        {
            sum += _session.Read([400 + i])[0];
        }

        return sum;
    }

    public void Dispose()
    {
        _session?.Dispose();
        _model.Dispose();
        GC.SuppressFinalize(this);
    }
}
