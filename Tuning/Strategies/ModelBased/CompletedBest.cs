namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>The completed trials that none of equal or lower cost beats: the lines that other trials must exceed.</summary>
internal sealed class CompletedBest
{
    private readonly List<FrontTrial> _best = [];

    public IReadOnlyCollection<FrontTrial> All => _best;

    /// <param name="trial">Its costs are known.</param>
    public void Add(FrontTrial trial)
    {
        if (_best.Exists(one => IsAsGood(one, trial)))
            return;
        _best.RemoveAll(one => IsAsGood(trial, one));
        _best.Add(trial);
    }

    /// <summary>
    /// The best completed trial that is not more expensive on any cost; near costs count as equal. The earliest of several.
    /// </summary>
    public FrontTrial? OpponentOf(double[] costs)
    {
        FrontTrial? opponent = null;
        foreach (var one in _best)
            if (!(one.LogError >= opponent?.LogError) && ComparedCosts.IsNoDearer(one.Costs!, costs))
                opponent = one;
        return opponent;
    }

    private static bool IsAsGood(FrontTrial one, FrontTrial other) =>
        one.LogError <= other.LogError && one.Costs!.Zip(other.Costs!).All(pair => pair.First <= pair.Second);
}
