namespace Paretune.Training.Loop;

/// <summary>What a random choice is for, so that no two draw from the same seed.</summary>
internal enum Draw
{
    Split,
    Weights,
    Epoch,
}

/// <summary>
/// Seeds as a pure function of what they are for. Nothing random has a state that lives across epochs, so a resumed trial draws
/// exactly what an undisturbed one would have drawn.
/// </summary>
internal static class Seeds
{
    /// <summary>Of what is random in one trial alone: by what it trains, or by its number in searches that 0.1 started.</summary>
    public static long Of(Lease lease, Draw draw, int epoch = 0) => lease.Job.TrialSeed is { } seed
        ? Of(seed, draw, trial: 0, epoch)
        : Of(lease.Job.Seed, draw, lease.Trial.Number, epoch);

    public static long Of(long seed, Draw draw, int trial = 0, int epoch = 0)
    {
        var mixed = (ulong)seed;
        foreach (var part in (ReadOnlySpan<ulong>)[(ulong)draw, (ulong)trial, (ulong)epoch])
            mixed = Mix(mixed + (part + 1) * 0x9E3779B97F4A7C15);
        return (long)(mixed >> 1);
    }

    // SplitMix64's finaliser (Steele, Lea, Flood 2014).
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
