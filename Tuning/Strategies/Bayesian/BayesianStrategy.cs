using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>
/// Starts trials in the order that <see cref="ProposedOrder"/> proposes, and stops them as another strategy does. The two are independent,
/// except that the order learns from what was predicted of a trial when it was parked.
/// </summary>
/// <param name="stopping">Takes the trials that it starts from <paramref name="order"/>.</param>
internal sealed class BayesianStrategy(ProposedOrder order, IStrategy stopping) : IStrategy
{
    public const string PrunerName = "pruner", Called = "order of proposal";

    /// <summary>Whether trials may be parked before their last epoch.</summary>
    public static bool Stops(StrategySpec spec) => spec.Word(PrunerName) == StrategyCatalog.Front;

    public int? Planned => (int?)order.Count;

    public bool HasNext => order.HasMore || stopping.HasNext;

    public string? Ending => stopping.Ending;

    public long? From => order.From;

    public PendingProposal? Ahead => order.Ahead;

    public void Prepare() => order.Prepare();

    public void On(LedgerEntry entry)
    {
        stopping.On(entry);
        order.On(entry, trial => stopping.Predictions(trial) is [.., var last] ? last : null);
    }

    public PrunerDecision Judge(Report report) => stopping.Judge(report);

    public Proposal Next() => stopping.Next();

    public Proposal Next(Func<int, bool> mayContinue) => stopping.Next(mayContinue);

    public int? LeastLikely(Func<int, bool> among) => stopping.LeastLikely(among);

    public string Explain(int trial) => stopping.Explain(trial);

    public IReadOnlyList<RungPrediction> Predictions(int trial) => stopping.Predictions(trial);

    public void Suggest(long from)
    {
        order.Suggest(from);
        stopping.Suggest(from);
    }

    public void Take(long from, Candidate? suggested)
    {
        order.Take(from, suggested);
        stopping.Take(from, suggested);
    }
}
