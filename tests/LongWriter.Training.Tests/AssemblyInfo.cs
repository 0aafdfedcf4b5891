using Xunit.Sdk;
using Xunit.v3;

// Torch's thread count belongs to the calling thread and the live-tensor counter to the process: one test at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
