using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/LongWriter.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
