namespace Paretune.Grains.Trials;

/// <summary>A running attempt on this silo: its newest step and the search's last decision. Thread-safe.</summary>
internal sealed class LiveAttempt(StepProgress first, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private StepProgress _step = first;
    private long _heard = clock.GetTimestamp();
    private Decision _decision = Decision.Continue;

    public TrialId Trial { get; } = first.Trial;
    public int Attempt { get; } = first.Attempt;

    public StepProgress Step
    {
        get
        {
            lock (_lock)
                return _step;
        }
    }

    /// <summary>Whether the search has decided to end the attempt; the search is then no longer asked about it.</summary>
    public bool IsDecided
    {
        get
        {
            lock (_lock)
                return _decision.Kind != DecisionKind.Continue;
        }
    }

    public LeaseRenewal Renewal
    {
        get
        {
            lock (_lock)
                return new(_step, clock.GetElapsedTime(_heard));
        }
    }

    /// <summary>Records a step and returns the latest known decision.</summary>
    public Decision Record(StepProgress step)
    {
        lock (_lock)
        {
            (_step, _heard) = (step, clock.GetTimestamp());
            return _decision;
        }
    }

    /// <summary>Records the search's decision.</summary>
    public void Decide(Decision decision)
    {
        lock (_lock)
            _decision = decision;
    }
}
