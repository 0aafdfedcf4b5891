using Xunit.Sdk;
using Xunit.v3;

// Models compute on all cores and wait for each other by spinning: tests beside each other only slow each other down.
[assembly: Parallelization(Mode = ParallelMode.None)]
