namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>The completed trials that no other is better than at no higher cost: what others have to end above.</summary>
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

    /// <summary>The best of those that are no more expensive on any cost, near ones taken as equal; the earliest of several.</summary>
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
