using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Simulation;

/// <summary>The workers, the owner of one search, its user, and injected faults, in virtual time.</summary>
internal sealed class SimulatedCluster
{
    // With every kind of fault, an epoch takes some dozens of events. A search still running after this many will never end.
    private const int EventsPerEpoch = 200;

    private readonly SearchSpec _spec;
    private readonly ITruth _truth;
    private readonly FaultRates? _faults;
    private readonly Draws _draws;
    private readonly CheckpointKeeping _keeping;
    private readonly Timeline _time = new();
    private readonly CandidateIndex _index;
    private readonly FinalTruth _final;
    private readonly Queue<SimulatedWorker> _waiting = [];
    private readonly List<TrainedEpoch> _trained = [];
    private readonly List<Answer> _answers = [];

    public SimulatedCluster(SearchSpec spec, ITruth truth, SimulationOptions options)
    {
        (_spec, _truth, _faults, _draws, _keeping) = (spec, truth, options.Faults, new(options.Seed), options.Keeping);
        (_index, _final) = (new(truth), new(truth));
        var space = SpaceOf(spec, truth);
        Owner = new(() => new(options.Search, (_, _) => space), _time, _faults?.WriteSeconds ?? 0) { OnWritten = Written };
        Network = new(Owner, _time, _draws, _faults);
        Checkpoints = new(_draws, _faults?.LostCheckpoints ?? 0, _keeping.IsApart);
        Watch = new(this);
        foreach (var (number, speed) in options.Speeds.Index())
            Workers.Add(new(this, new($"silo{number + 1}", "cpu", "1"), speed));
    }

    public SimulatedOwner Owner { get; }
    public Network Network { get; }
    public SimulatedCheckpoints Checkpoints { get; }
    public SimulatedLeaseMonitor Watch { get; }
    public WorkerUse Use { get; } = new();

    /// <summary>The newest process of each device.</summary>
    public List<SimulatedWorker> Workers { get; } = [];

    public DateTimeOffset Now => _time.Now;

    /// <summary>Creates a search of a run's truth, before its first entry.</summary>
    public static Search NewSearch(SimulatedRun run)
    {
        var space = SpaceOf(run.Entries.OfType<SearchStarted>().First().Spec, run.Truth);
        return new(run.Search.Id, (_, _) => space);
    }

    /// <summary>Runs the search to its end, then handles the remaining events.</summary>
    public SimulatedRun Run()
    {
        var started = Now;
        Begin();
        var most = (long)_truth.Candidates.Length * _truth.Epochs * EventsPerEpoch;
        for (var events = 0L; events < most && _time.Next is { } next; events++)
        {
            Use.Pass(next, runs: Owner.Search.Figures.State == SearchState.Running);
            _time.Step();
            Give();
        }

        return new(
            _truth, Owner.Search, [.. Owner.Written], [.. _trained], [.. _answers], (Owner.EndedAt ?? Now) - started, Use.IdleShare);
    }

    public void After(double seconds, Action happens) => _time.After(seconds, happens);

    /// <summary>Registers a worker that has nothing to do until the search has work.</summary>
    public void Wait(SimulatedWorker worker) => _waiting.Enqueue(worker);

    public SimulatedAttempt Begin(Lease lease, double speed) =>
        new(lease, _truth, _index.Find(lease.Job.Network, lease.Job.Configuration), speed, isCounted: _spec.Trainer is not null);

    public double FinalAccuracy(SimulatedAttempt attempt) => _final.Accuracy[attempt.Candidate];

    public void Trained(SimulatedAttempt attempt, int epoch)
    {
        attempt.Trained = epoch;
        _trained.Add(new(Now, attempt.NominalSecondsOf(epoch)));
    }

    /// <summary>Draws whether an attempt fails here, without a report; null if it does not.</summary>
    public AttemptFailure? FailureOf(SimulatedAttempt attempt) => _faults is null ? null
        : _draws.Chance(_faults.Throws) ? AttemptFailure.Threw
        : attempt.Lease.MicroBatchDivisor == 1 && _draws.Chance(_faults.OutOfMemory) ? AttemptFailure.OutOfMemory
        : null;

    public void Judge(SimulatedWorker worker, Signal signal, Func<bool> isWanted, Action<Decision> answered) => Network.Call(
        worker,
        search =>
        {
            var step = search.Judge(signal, Now);
            return new CommandResult<Answer>(new(signal, step.Answer, search.Sequence), step.Entries);
        },
        _answers.Add, isWanted, answer => answered(answer.Decision));

    /// <summary>With some probability, lets an attempt that lost its lease continue for a while; its signals are then rejected.</summary>
    public void ContinueStaleAttempt(SimulatedAttempt attempt)
    {
        if (_faults is null || attempt.Trained == 0 || !_draws.Chance(_faults.Stubborn))
            return;
        var ghost = new SimulatedWorker(this, attempt.Lease.Worker, speed: 1);
        Signal[] signals = [attempt.Report(attempt.Trained), attempt.End(AttemptFailure.Threw, "a lost lease")];
        foreach (var signal in signals)
            After(_draws.Between(0, attempt.SecondsOf(1)), () => Judge(ghost, signal, () => true, _ => { }));
    }

    /// <summary>Restarts a device whose process has ended, as a new incarnation.</summary>
    public void Restart(int number)
    {
        var old = Workers[number].Id;
        var incarnation = (int.Parse(old.Incarnation, System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(
            System.Globalization.CultureInfo.InvariantCulture);
        Workers[number] = new(this, old with { Incarnation = incarnation }, Workers[number].Speed);
        Use.Up(+1);
        Wait(Workers[number]);
    }

    private void Begin()
    {
        var dataset = new Dataset(_spec.Dataset, [.. Enumerable.Range(0, _truth.Classes).Select(number => $"class {number}")], 32, 1, 1);
        Owner.Ask(search => search.Start(_spec, dataset, Now, keeping: _keeping), _ => { });
        if (_spec.Strategy.Kind == StrategyCatalog.Manual)
            new SimulatedProposer(this, _truth).Begin();
        Workers.ForEach(Wait);
        Use.Up(Workers.Count);
        if (_faults is not null)
        {
            var epochSeconds = _final.Seconds / _truth.Candidates.Length / _truth.Epochs;
            Watch.Begin();
            new FaultInjector(this, _draws, _faults, epochSeconds).Begin();
            new SimulatedUser(this, _draws, _faults, epochSeconds).Begin();
        }

        Give();
    }

    private void Give()
    {
        for (var left = _waiting.Count; left > 0 && Owner.Search.HasWork; left--)
            _waiting.Dequeue().Ask();
    }

    /// <summary>Tells workers within a second that their attempts were ended by others.</summary>
    private void Written(LedgerEntry entry)
    {
        if (entry is AttemptEnded { Outcome: AttemptOutcome.Paused or AttemptOutcome.Cancelled or AttemptOutcome.NodeLost })
            After(_faults is null ? 0 : _draws.Between(0, 1), Watch.Renew);
    }

    // The costs of a custom trainer's model are known only once the model is created.
    private static CandidateSpace SpaceOf(SearchSpec spec, ITruth truth) => spec.Trainer is null
        ? CandidateSpace.Listed(truth.Candidates)
        : CandidateSpace.Listed([.. truth.Candidates.Select(one => one with { Cost = new(0, 0, 0) })]) with { Costs = null };
}
