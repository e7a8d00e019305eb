using Xunit.Sdk;
using Xunit.v3;

// Torch's random generator and its count of live tensors are per process, so tests run one at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
