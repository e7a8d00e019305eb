namespace Paretune;

/// <summary>The precision of activations and matrix products in training. Weights, norms, loss and optimizer are always fp32.</summary>
public enum TrainingPrecision
{
    /// <summary>32-bit floats.</summary>
    Fp32,

    /// <summary>bfloat16 on a GPU or a CPU with AMX; fp32 on other CPUs, where bfloat16 is slower.</summary>
    Bf16,

    /// <summary>
    /// Measured when an attempt begins: bf16 if it is at least 10 % faster, otherwise fp32. A trial that resumes keeps its precision.
    /// </summary>
    Auto,
}
