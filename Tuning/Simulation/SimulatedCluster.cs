using System.Collections.Immutable;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Simulation;

/// <summary>Workers and the owner of one search in virtual time.</summary>
internal sealed class SimulatedCluster
{
    // Beyond it nothing moves on: an epoch takes a few events.
    private const int EventsPerEpoch = 1000;

    private readonly SearchSpec _spec;
    private readonly ITruth _truth;
    private readonly Timeline _time = new();
    private readonly CandidateIndex _index;
    private readonly FinalTruth _final;
    private readonly Queue<SimulatedWorker> _waiting = [];
    private readonly List<TrainedEpoch> _trained = [];
    private readonly SortedDictionary<DecisionKind, int> _decisions = [];

    public SimulatedCluster(SearchSpec spec, ITruth truth, SimulationOptions options)
    {
        (_spec, _truth, _index, _final) = (spec, truth, new(truth), new(truth));
        var space = SpaceOf(spec, truth);
        Owner = new(() => new Search(options.Search, (_, _) => space));
        foreach (var (number, speed) in options.Speeds.Index())
            _waiting.Enqueue(new(this, new($"silo{number + 1}", "cpu", "1"), speed));
        Use.Up(_waiting.Count);
    }

    public SimulatedOwner Owner { get; }
    public WorkerUse Use { get; } = new();
    public DateTimeOffset Now => _time.Now;

    public SimulatedRun Run()
    {
        var dataset = new Dataset(_spec.Dataset, [.. Enumerable.Range(0, _truth.Classes).Select(number => $"class {number}")], 32, 1, 1);
        Owner.Ask(search => search.Start(_spec, dataset, Now), _ => { });
        var started = Now;
        var most = (long)_truth.Candidates.Length * _truth.Epochs * EventsPerEpoch;
        Give();
        for (var events = 0L; !Owner.Search.Ended && _time.Next is { } next; events++)
        {
            if (events > most)
                throw new InvalidOperationException($"search {Owner.Search.Id} must end within {most} events, but goes on at {Now - started}");
            Use.Pass(next, runs: Owner.Search.Figures.State == SearchState.Running);
            _time.Step();
            Give();
        }

        return new(
            _truth, Owner.Search, [.. Owner.Written], [.. _trained], Now - started, Use.IdleShare, _decisions.ToImmutableSortedDictionary());
    }

    public void After(double seconds, Action happens) => _time.After(seconds, happens);

    /// <summary>The worker has nothing to do until the search has work.</summary>
    public void Wait(SimulatedWorker worker) => _waiting.Enqueue(worker);

    public SimulatedAttempt Begin(Lease lease, double speed) =>
        new(lease, _truth, _index.Of(lease.Job.Network, lease.Job.Configuration), speed, isCounted: _spec.Trainer is not null);

    public double FinalAccuracy(SimulatedAttempt attempt) => _final.Accuracy[attempt.Candidate];

    public void Trained(SimulatedAttempt attempt, int epoch) => _trained.Add(new(Now, attempt.NominalSecondsOf(epoch)));

    public void Decided(Decision decision) => _decisions[decision.Kind] = _decisions.GetValueOrDefault(decision.Kind) + 1;

    private void Give()
    {
        for (var left = _waiting.Count; left > 0 && Owner.Search.HasWork; left--)
            _waiting.Dequeue().Ask();
    }

    // The cost of a custom trainer's model is known once it is made.
    private static CandidateSpace SpaceOf(SearchSpec spec, ITruth truth) => spec.Trainer is null
        ? CandidateSpace.Listed(truth.Candidates)
        : CandidateSpace.Listed([.. truth.Candidates.Select(one => one with { Cost = new(0, 0, 0) })]) with { Costs = null };
}
