using System.Collections.Immutable;

namespace Paretune.Tuning.Strategies;

/// <summary>The epochs after which a search's strategy compares trials and lets some continue.</summary>
public static class RungEpochs
{
    /// <summary>In ascending order, without the last epoch; empty if the strategy has no rungs.</summary>
    public static ImmutableArray<int> Compute(SearchSpec spec)
    {
        if (AshaPruner.FirstRung(spec) is not { } first)
            return [];
        var reduction = spec.Strategy.Whole(AshaPruner.Reduction) ?? AshaPruner.DefaultReduction;
        var rungs = ImmutableArray.CreateBuilder<int>();
        for (long epochs = first; epochs < spec.Epochs; epochs *= reduction)
            rungs.Add((int)epochs);
        return rungs.ToImmutable();
    }
}
