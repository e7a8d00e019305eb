namespace Paretune.Grains.Trials;

/// <summary>An attempt whose worker tells its steps here: the newest of them, and what the search last decided. For any thread.</summary>
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

    /// <summary>Whether the search has decided that it is to end; nothing is asked about it any more.</summary>
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

    /// <summary>Takes a step and answers with what is known by now.</summary>
    public Decision Tell(StepProgress step)
    {
        lock (_lock)
        {
            (_step, _heard) = (step, clock.GetTimestamp());
            return _decision;
        }
    }

    /// <summary>Takes what the search decided.</summary>
    public void Decide(Decision decision)
    {
        lock (_lock)
            _decision = decision;
    }
}
