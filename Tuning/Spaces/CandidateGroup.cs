namespace Paretune.Tuning.Spaces;

/// <summary>The candidates of one network, each once, without those that limits exclude or the network lacks.</summary>
public abstract class CandidateGroup
{
    public abstract string Network { get; }

    /// <summary>The number of candidates; null if ranges make it infinite.</summary>
    public abstract long? Count { get; }

    /// <summary>How many numbers <see cref="At(ReadOnlySpan{double})"/> takes.</summary>
    public abstract int Dimensions { get; }

    /// <summary>One of those that are counted, in the order of a grid.</summary>
    /// <param name="index">0 to below <see cref="Count"/>.</param>
    public abstract Candidate At(long index);

    /// <summary>The candidate at a point of the unit cube; null if limits exclude it or the network lacks it.</summary>
    /// <param name="point">For each dimension a number from 0 to below 1.</param>
    public abstract Candidate? At(ReadOnlySpan<double> point);

    /// <summary>
    /// The same, but points that build the same network all give the configuration that <see cref="Count"/> includes. In a group that
    /// cannot be counted, each gives its own.
    /// </summary>
    public virtual Candidate? DistinctAt(ReadOnlySpan<double> point) => At(point);

    /// <summary>
    /// A point at which <see cref="At(ReadOnlySpan{double})"/> gives the candidate; null if the group does not contain it.
    /// </summary>
    public virtual double[]? PointOf(Candidate candidate) => null;
}
