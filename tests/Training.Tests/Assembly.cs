using Xunit.Sdk;
using Xunit.v3;

// Torch's random generator and its count of live tensors are per process: one test at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
