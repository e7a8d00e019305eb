namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Parked trials: which of them has become likely again, and which is worth most for the time that it still takes. What is expected of
/// them changes only when a trial completes, so all are looked at once after each completion.
/// </summary>
/// <param name="epochs">Of each trial of the search.</param>
/// <param name="chance">From which on a trial is likely.</param>
/// <param name="leastChance">Below it nobody asks for the gain.</param>
/// <param name="predict">What a parked trial is expected to end with.</param>
internal sealed class ParkedTrials(int epochs, double chance, double leastChance, ComparedCosts costs, Func<FrontTrial, Prediction> predict)
{
    /// <summary>The score is a share; less than 0.05 points of it are not worth training for.</summary>
    public const double LeastGain = 0.0005;

    private readonly double _likely = NormalDistribution.Quantile(chance), _hopeful = NormalDistribution.Quantile(leastChance);
    private readonly SortedDictionary<int, FrontTrial> _trials = [];
    private readonly CompletedBest _completed = new();

    // Of those that have a chance, by the most that they could gain for each second.
    private readonly List<Hope> _hopes = [];
    private ScoreGain _gain = new(0);
    private bool _isStale = true, _isSorted = true;
    private int _version = -1;

    public int Count => _trials.Count;

    public void Add(FrontTrial trial)
    {
        _trials.Add(trial.Number, trial);
        if (!IsStale)
            Look(trial);
    }

    public void Remove(FrontTrial trial)
    {
        _trials.Remove(trial.Number);
        _hopes.RemoveAll(one => one.Trial == trial);
    }

    /// <summary>Takes in a trial that has completed.</summary>
    public void Complete(FrontTrial trial)
    {
        _isStale = true;
        _completed.Add(trial);
        if (_version == costs.Version)
            _gain.Add(costs.Places(trial.Costs!), trial.LogError);
    }

    /// <summary>The trial with the best chance, where it is likely to end above its opponent; the lowest number of several.</summary>
    public FrontTrial? Likeliest()
    {
        var best = default(Hope);
        foreach (var one in Hopes())
            if (one.Distance >= _likely && (best.Trial is null || one.Distance > best.Distance
                || (one.Distance == best.Distance && one.Trial.Number < best.Trial.Number)))
                best = one;
        return best.Trial;
    }

    /// <summary>
    /// The trial with the most expected gain of score for each second that is left of it, and the gain of all together. None where that is
    /// below <see cref="LeastGain"/>. Looks closely only at those that could be the best.
    /// </summary>
    public (FrontTrial? Trial, double Gain) Best()
    {
        var (best, rate, sum) = ((FrontTrial?)null, 0.0, 0.0);
        foreach (var one in Sorted())
        {
            if (one.Rate <= rate && sum >= LeastGain)
                break;
            var exact = _gain.Of(one.Places, one.Prediction);
            sum += exact;
            if (exact / one.Seconds > rate)
                (best, rate) = (one.Trial, exact / one.Seconds);
        }

        return (sum < LeastGain ? null : best, sum);
    }

    private bool IsStale => _isStale || _version != costs.Version;

    private List<Hope> Sorted()
    {
        var hopes = Hopes();
        if (!_isSorted)
            hopes.Sort((one, other) => one.Rate != other.Rate ? other.Rate.CompareTo(one.Rate) : one.Trial.Number - other.Trial.Number);
        _isSorted = true;
        return hopes;
    }

    private List<Hope> Hopes()
    {
        if (!IsStale)
            return _hopes;
        if (_version != costs.Version)
            Scale();
        _isStale = false;
        _hopes.Clear();
        foreach (var trial in _trials.Values)
            Look(trial);
        return _hopes;
    }

    private void Scale()
    {
        (_gain, _version) = (new(costs.Lengths), costs.Version);
        foreach (var trial in _completed.All)
            _gain.Add(costs.Places(trial.Costs!), trial.LogError);
    }

    private void Look(FrontTrial trial)
    {
        var (prediction, line) = (predict(trial), trial.Opponent?.LogError ?? LogErrors.Worst);
        var distance = trial.Opponent is null ? double.PositiveInfinity : prediction.Distance(line);
        if (distance < _hopeful)
            return;
        var places = costs.Places(trial.Costs!);
        var most = prediction.ExpectedGain(line) * _gain.ShareOf(places);
        _hopes.Add(new(trial, prediction, distance, places, most, Math.Max(1e-9, (epochs - trial.Epoch) * trial.SecondsPerEpoch)));
        _isSorted = false;
    }

    /// <param name="Distance">Of its opponent's line, in deviations: the chance grows with it.</param>
    /// <param name="Most">That it could gain, if it were the best at every limit that it is within.</param>
    /// <param name="Seconds">That are left of it.</param>
    private readonly record struct Hope(
        FrontTrial Trial, Prediction Prediction, double Distance, double[] Places, double Most, double Seconds)
    {
        public double Rate => Most / Seconds;
    }
}
