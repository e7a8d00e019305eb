using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>A sampler, which chooses configurations, and a pruner, which stops trials: neither needs to know of the other.</summary>
/// <param name="order">What the sampler's order is called, after "in", such as "the order of the grid".</param>
/// <param name="most">Trials that are added at most; null for all that the sampler has.</param>
internal sealed class SampledStrategy(Func<ISampler> sampler, IPruner pruner, string order, int? most) : IStrategy
{
    // What a replayed search never asks for is never counted or drawn.
    private readonly Lazy<ISampler> _sampler = new(sampler);
    private int _added, _drawn;
    private Candidate? _next;

    public int? Planned => _sampler.Value.Count is { } count ? (int)Math.Min(count, most ?? int.MaxValue) : most;

    public void On(LedgerEntry entry)
    {
        if (entry is TrialAdded)
            _added++;
        pruner.On(entry);
    }

    public Ruling Judge(Report report) => pruner.Judge(report);

    public Proposal Next()
    {
        if (_added >= (most ?? int.MaxValue))
            return Proposal.Nothing;
        for (; _drawn <= _added; _drawn++)
            _next = _sampler.Value.Draw();
        return _next is null ? Proposal.Nothing : Proposal.Try(_next);
    }

    public string Explain(int trial) => $"Trial {trial} is number {trial} in {order}. {pruner.Explain(trial)}";
}
