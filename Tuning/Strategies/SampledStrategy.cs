namespace Paretune.Tuning.Strategies;

/// <summary>Combines an order of configurations with a pruner, which stops or parks trials. The two are independent.</summary>
/// <param name="order">Created when it is first needed, so that a replayed search does not count or draw what it never needs.</param>
/// <param name="called">What the order is called, after "in", such as "the order of the grid".</param>
internal sealed class SampledStrategy(Func<IOrder> order, IPruner pruner, string called) : IStrategy
{
    private readonly HashSet<int> _running = [];
    private readonly List<int> _added = [];
    private IOrder? _order;

    public int? Planned => (int?)Order().Count;

    public double PlannedMacs => Order().Macs;

    public void Prepare() => Order();

    public void On(LedgerEntry entry)
    {
        switch (entry)
        {
            case TrialAdded added: Add(added.Trial); break;
            case AttemptStarted { Kind: LeaseKind.Train } started: _running.Add(started.Trial); break;
            case AttemptEnded ended: _running.Remove(ended.Trial); break;
            case SpaceExtended: _order = null; break;
        }

        pruner.On(entry);
    }

    public PrunerDecision Judge(Report report) => pruner.Judge(report);

    public Proposal Next() => Choose(mayContinue: null);

    public Proposal Next(Func<int, bool> mayContinue) => Choose(mayContinue);

    public int? LeastLikely(Func<int, bool> among) => pruner.LeastLikely(among);

    public string Explain(int trial) => $"Trial {trial} is number {trial} in {called}, {Order().Why(trial)}. {pruner.Explain(trial)}";

    private Proposal Choose(Func<int, bool>? mayContinue) =>
        pruner.Return(isLast: false, mayContinue) is { } parked ? Proposal.Resume(parked)
        : Order().Peek(_running.Count + 1) is { } fresh ? Proposal.Try(fresh.Number, fresh.Candidate)
        : _running.Count == 0 && pruner.Return(isLast: true, mayContinue) is { } last ? Proposal.Resume(last)
        : Proposal.Nothing;

    private void Add(int trial)
    {
        _added.Add(trial);
        _order?.Take(trial);
    }

    private IOrder Order()
    {
        if (_order is not null)
            return _order;
        _order = order();
        _added.ForEach(_order.Take);
        return _order;
    }
}
