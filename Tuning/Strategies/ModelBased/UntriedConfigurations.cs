namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Configurations that no trial has yet. Before the first epoch, size and hyperparameters predict a trial's result, as far as trials that
/// share them have ended; on Paretune's own table they predict it better than three epochs do. The trial with the largest expected gain for
/// its size starts first; trials without a chance wait until the others have started.
/// </summary>
internal sealed class UntriedConfigurations
{
    private readonly InitialThenCheapest _order;
    private readonly Dictionary<int, (FrontTrial Trial, Drawn Drawn)> _left = [];
    private readonly ParkedTrials _waiting;

    /// <param name="before">The model of what is known before training.</param>
    /// <param name="waiting">Must be empty; this class fills it.</param>
    /// <param name="costs">Costs whose range was counted.</param>
    /// <param name="completed">The trials that have completed so far.</param>
    public UntriedConfigurations(
        InitialThenCheapest order, FrontRung before, ParkedTrials waiting, ComparedCosts costs, ConfigurationTerms terms,
        CompletedBest completed)
    {
        (_order, _waiting) = (order, waiting);
        foreach (var trial in completed.All)
            waiting.Complete(trial);
        foreach (var drawn in order.Left)
        {
            var known = costs.Compute(drawn.Candidate.Cost)!;
            var trial = new FrontTrial(drawn.Number, drawn.Candidate)
            {
                Configured = terms.Compute(drawn.Candidate),
                Costs = known,
                Size = costs.Size(known),
                Opponent = completed.OpponentOf(known),
                ParkedAt = before,
            };
            trial.Parked = before.FeaturesOf(trial);
            _left.Add(drawn.Number, (trial, drawn));
            waiting.Add(trial, drawn.Work);
        }
    }

    /// <summary>
    /// The next of the first trials, if it is its turn; else, of those that are likely to be on the front, the one with the largest gain
    /// for its size. Near their end the longest comes first, as in <see cref="CheapestFirst"/>. Then come those with some chance, and last
    /// the others, because only a curve can show that hyperparameters mislead.
    /// </summary>
    /// <param name="isTaught">Whether the model has learned from enough trials to choose the longest of the likely ones.</param>
    public Drawn? Next(int workers, bool isTaught) => _order.NextInitial
        ?? Create((isTaught ? _waiting.Longest(workers) : null)
            ?? _waiting.MostGaining(isLikely: true) ?? _waiting.MostGaining(isLikely: false))
        ?? _order.Peek(workers);

    /// <summary>Marks a configuration as having a trial.</summary>
    public void Take(int number)
    {
        if (_left.Remove(number, out var one))
            _waiting.Remove(one.Trial);
    }

    /// <summary>Adds a trial that has completed.</summary>
    public void Complete(FrontTrial completed)
    {
        _waiting.Complete(completed);
        foreach (var (trial, _) in _left.Values)
            if (completed.Opposes(trial))
            {
                trial.Opponent = completed;
                _waiting.Oppose(trial);
            }
    }

    private Drawn? Create(FrontTrial? trial) => trial is null ? null : _left[trial.Number].Drawn;
}
