// Torch's random generator and its count of live tensors are per process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
