using Xunit.Sdk;
using Xunit.v3;

// Worker pools spin; tests beside them on the same cores would only make both slow.
[assembly: Parallelization(Mode = ParallelMode.None)]
