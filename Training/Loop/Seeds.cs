using Paretune.Tuning.Strategies;

namespace Paretune.Training.Loop;

/// <summary>The purpose of a random choice; different purposes have different seeds.</summary>
internal enum Draw
{
    Split,
    Weights,
    Epoch,
}

/// <summary>
/// Computes seeds as a pure function of their purpose. No random state lives across epochs, so a resumed trial draws exactly what an
/// uninterrupted one would have drawn.
/// </summary>
internal static class Seeds
{
    /// <summary>Returns a seed for one trial: from its configuration, or from its number in searches that 0.1 started.</summary>
    public static long Compute(Lease lease, Draw draw, int epoch = 0) => lease.Job.TrialSeed is { } seed
        ? Compute(seed, draw, trial: 0, epoch)
        : Compute(lease.Job.Seed, draw, lease.Trial.Number, epoch);

    public static long Compute(long seed, Draw draw, int trial = 0, int epoch = 0)
    {
        var mixed = (ulong)seed;
        foreach (var part in (ReadOnlySpan<ulong>)[(ulong)draw, (ulong)trial, (ulong)epoch])
            mixed = SplitMix64.Mix(mixed + (part + 1) * SplitMix64.Step);
        return (long)(mixed >> 1);
    }
}
