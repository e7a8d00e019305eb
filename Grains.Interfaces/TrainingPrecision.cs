namespace Paretune;

/// <summary>What maps and products of a training step are computed in; weights, norms, loss and optimizer are fp32 always.</summary>
public enum TrainingPrecision
{
    /// <summary>32-bit floats.</summary>
    Fp32,

    /// <summary>bfloat16 on a GPU; a CPU, where it is slower, computes in fp32 all the same.</summary>
    Bf16,

    /// <summary>
    /// Measured when an attempt begins: bf16 where it is faster by a tenth, else fp32; a trial that resumes keeps what it had.
    /// </summary>
    Auto,
}
