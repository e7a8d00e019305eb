namespace Paretune.Tuning.Strategies;

/// <summary>
/// A seeded generator with a fixed sequence, so that a seed gives the same results in every version; System.Random's sequence may change
/// between .NET versions. Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
/// </summary>
public sealed class SplitMix64(long seed)
{
    /// <summary>From one state to the next: 2⁶⁴ over the golden ratio, made odd.</summary>
    public const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = (ulong)seed;

    public ulong Next() => Mix(_state += Step);

    /// <summary>The number that a state gives: each bit of it changes about half of those of the number.</summary>
    public static ulong Mix(ulong state)
    {
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A whole number from 0 to <paramref name="limit"/> − 1, by Lemire's multiplication; its bias is below limit / 2⁶⁴.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>A number from 0 to below 1, one of 2⁵³ evenly spaced ones.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1L << 53));
}
