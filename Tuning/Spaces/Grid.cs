using System.Collections.Immutable;

namespace Paretune.Tuning.Spaces;

/// <summary>
/// Every configuration of a space. Values come in the order the user gave them; δ turns slowest, then α, ρ, learning rate, weight
/// decay, batch size, and a trainer's own hyperparameters by name, the last of them fastest.
/// </summary>
internal readonly record struct Grid(Space Space)
{
    /// <summary>How many configurations there are; a double, so that a space that is too big cannot overflow it.</summary>
    public double Count => (double)Space.Dilation.Length * Space.Width.Length * Space.Resolution.Length
        * Space.LearningRate.Length * Space.WeightDecay.Length * Space.BatchSize.Length
        * (Space.Hyperparameters?.Values.Aggregate(1.0, (product, values) => product * values.Length) ?? 1);

    public IEnumerable<Configuration> Configurations()
    {
        var space = Space;
        // Made once: configurations that differ only in what every search has share them.
        var sets = Own(space).ToImmutableArray();
        return
            from dilation in space.Dilation
            from width in space.Width
            from resolution in space.Resolution
            from learningRate in space.LearningRate
            from weightDecay in space.WeightDecay
            from batchSize in space.BatchSize
            from own in sets
            select new Configuration(dilation, width, resolution, learningRate, weightDecay, batchSize) { Hyperparameters = own };
    }

    private static IEnumerable<ImmutableSortedDictionary<string, HyperparameterValue>?> Own(Space space)
    {
        if (space.Hyperparameters is not { } own)
            return [null];
        IEnumerable<ImmutableSortedDictionary<string, HyperparameterValue>> product =
            [ImmutableSortedDictionary<string, HyperparameterValue>.Empty];
        return own.Aggregate(product, (before, range) =>
            from set in before
            from value in range.Value
            select set.Add(range.Key, value));
    }
}
