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
    private readonly SortedDictionary<int, Parked> _trials = [];
    private readonly CompletedBest _completed = new();
    private readonly List<(FrontTrial Trial, double Distance)> _back = [];

    // Of those that have a chance.
    private readonly Hopes _hopes = new();
    private ScoreGain _gain = new(0);
    private bool _isBackStale = true, _areHopesStale = true;
    private int _version = -1;

    public int Count => _trials.Count;

    public void Add(FrontTrial trial)
    {
        var parked = new Parked(trial);
        _trials.Add(trial.Number, parked);
        if (_isBackStale)
            return;
        LookWhetherBack(parked);
        if (!AreHopesStale)
            LookForHope(parked);
    }

    public void Remove(FrontTrial trial)
    {
        _trials.Remove(trial.Number);
        _back.RemoveAll(one => one.Trial == trial);
        _hopes.Remove(trial);
    }

    /// <summary>Takes in a trial that has completed.</summary>
    public void Complete(FrontTrial trial)
    {
        (_isBackStale, _areHopesStale) = (true, true);
        _completed.Add(trial);
        if (_version == costs.Version)
            _gain.Add(costs.Places(trial.Costs!), trial.LogError);
    }

    /// <summary>Of some trials the one with the least chance to end above its opponent, the highest number of several.</summary>
    public FrontTrial? Unlikeliest(Func<int, bool> among) => _trials.Values.Where(parked => among(parked.Trial.Number))
        .Select(parked => (parked.Trial, Distance: Distance(parked.Trial, predict(parked.Trial))))
        .OrderBy(one => one.Distance).ThenByDescending(one => one.Trial.Number).Select(one => one.Trial).FirstOrDefault();

    /// <summary>The trial with the best chance, where it is likely to end above its opponent; the lowest number of several.</summary>
    /// <param name="mayGoOn">Which trials may be taken up now; null for all. So too below.</param>
    public FrontTrial? Likeliest(Func<int, bool>? mayGoOn = null)
    {
        if (_isBackStale)
        {
            _isBackStale = false;
            _back.Clear();
            foreach (var parked in _trials.Values)
                LookWhetherBack(parked);
        }

        return _back.Count == 0 ? null : _back.Where(one => mayGoOn?.Invoke(one.Trial.Number) != false)
            .OrderByDescending(one => one.Distance).ThenBy(one => one.Trial.Number).Select(one => one.Trial).FirstOrDefault();
    }

    /// <summary>
    /// The trial with the most expected gain of score for each second that is left of it, and the gain of all together. None where that is
    /// below <see cref="LeastGain"/>. Looks closely only at those that could be the best.
    /// </summary>
    /// <param name="isAnyGainEnough">Whether it may be below.</param>
    public (FrontTrial? Trial, double Gain) Best(Func<int, bool>? mayGoOn = null, bool isAnyGainEnough = false)
    {
        var (best, rate, sum) = ((FrontTrial?)null, 0.0, 0.0);
        foreach (var one in Fresh().InOrder())
        {
            if (one.Rate <= rate && sum >= LeastGain)
                break;
            var exact = _gain.Of(one.Places, one.Prediction);
            sum += exact;
            if (exact / one.Seconds > rate && mayGoOn?.Invoke(one.Trial.Number) != false)
                (best, rate) = (one.Trial, exact / one.Seconds);
        }

        return (sum < LeastGain && !isAnyGainEnough ? null : best, sum);
    }

    private bool AreHopesStale => _areHopesStale || _version != costs.Version;

    private Hopes Fresh()
    {
        if (!AreHopesStale)
            return _hopes;
        Likeliest();
        if (_version != costs.Version)
            Scale();
        _areHopesStale = false;
        _hopes.Clear();
        foreach (var parked in _trials.Values)
            LookForHope(parked);
        return _hopes;
    }

    private void Scale()
    {
        (_gain, _version) = (new(costs.Lengths), costs.Version);
        foreach (var trial in _completed.All)
            _gain.Add(costs.Places(trial.Costs!), trial.LogError);
    }

    private void LookWhetherBack(Parked parked)
    {
        // Whoever asks for the gain, asks for this before.
        parked.Prediction = predict(parked.Trial);
        if (Distance(parked.Trial, parked.Prediction) is var distance && distance >= _likely)
            _back.Add((parked.Trial, distance));
    }

    private void LookForHope(Parked parked)
    {
        var (trial, prediction) = (parked.Trial, parked.Prediction);
        if (Distance(trial, prediction) < _hopeful)
            return;
        if (parked.Version != _version)
        {
            parked.Places = costs.Places(trial.Costs!);
            (parked.Share, parked.Version) = (_gain.ShareOf(parked.Places), _version);
        }

        var most = prediction.ExpectedGain(trial.Opponent?.LogError ?? LogErrors.Worst) * parked.Share;
        var seconds = Math.Max(1e-9, (epochs - trial.Epoch) * trial.SecondsPerEpoch);
        _hopes.Add(new(trial, prediction, parked.Places, seconds, most / seconds));
    }

    /// <summary>Of its opponent's line, in deviations: the chance grows with it.</summary>
    private static double Distance(FrontTrial trial, Prediction prediction) =>
        trial.Opponent is { } opponent ? prediction.Distance(opponent.LogError) : double.PositiveInfinity;

    private sealed class Parked(FrontTrial trial)
    {
        public FrontTrial Trial => trial;

        /// <summary>As it was when the trial was last looked at.</summary>
        public Prediction Prediction { get; set; }

        /// <summary>Of the range that <see cref="Places"/> are places in.</summary>
        public int Version { get; set; } = -1;

        public double[] Places { get; set; } = [];

        /// <summary>Of the limits, those that it is within.</summary>
        public double Share { get; set; }
    }
}
