namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>Parked trials, and which of them is worth most for the time that it still takes.</summary>
/// <param name="epochs">Of each trial of the search.</param>
/// <param name="predict">What a parked trial is expected to end with.</param>
internal sealed class ParkedTrials(int epochs, ComparedCosts costs, Func<FrontTrial, Prediction> predict)
{
    /// <summary>The score is a share; less than 0.05 points of it are not worth training for.</summary>
    public const double LeastGain = 0.0005;

    private readonly SortedDictionary<int, FrontTrial> _trials = [];
    private readonly CompletedBest _completed = new();
    private ScoreGain _gain = new(0);
    private int _version = -1;

    public int Count => _trials.Count;

    public void Add(FrontTrial trial) => _trials.Add(trial.Number, trial);

    public void Remove(FrontTrial trial) => _trials.Remove(trial.Number);

    /// <summary>Takes in a trial that has completed.</summary>
    public void Complete(FrontTrial trial)
    {
        _completed.Add(trial);
        if (_version == costs.Version)
            _gain.Add(costs.Places(trial.Costs!), trial.LogError);
    }

    /// <summary>The trial with the best chance, if it is at least so much; the lowest number of several.</summary>
    public FrontTrial? Likeliest(double leastChance)
    {
        var (likeliest, best) = ((FrontTrial?)null, NormalDistribution.Quantile(leastChance));
        foreach (var trial in _trials.Values)
            if (predict(trial).Distance(trial.Opponent!.LogError) is var distance && distance >= best)
                if (likeliest is null || distance > best)
                    (likeliest, best) = (trial, distance);
        return likeliest;
    }

    /// <summary>
    /// The trial with the most expected gain of score for each second that is left of it, and the gain of all together. None where that is
    /// below <see cref="LeastGain"/>. Looks closely only at those that could be the best.
    /// </summary>
    /// <param name="leastChance">Of those that are looked at.</param>
    public (FrontTrial? Trial, double Gain) Best(double leastChance)
    {
        var gain = Gain();
        var (best, rate, sum) = ((FrontTrial?)null, 0.0, 0.0);
        foreach (var one in Hopeful(gain, leastChance))
        {
            if (one.Most / one.Seconds <= rate && sum >= LeastGain)
                break;
            var exact = gain.Of(one.Places, one.Prediction);
            sum += exact;
            if (exact / one.Seconds > rate)
                (best, rate) = (one.Trial, exact / one.Seconds);
        }

        return (sum < LeastGain ? null : best, sum);
    }

    /// <summary>Those with a chance, by the most that they could gain for each second.</summary>
    private List<Candidate> Hopeful(ScoreGain gain, double leastChance)
    {
        var (hopeful, least) = (new List<Candidate>(), NormalDistribution.Quantile(leastChance));
        foreach (var trial in _trials.Values)
        {
            var prediction = predict(trial);
            if (trial.Opponent is { } opponent && prediction.Distance(opponent.LogError) < least)
                continue;
            var places = costs.Places(trial.Costs!);
            var most = prediction.ExpectedGain(trial.Opponent?.LogError ?? LogErrors.Worst) * gain.ShareOf(places);
            hopeful.Add(new(trial, prediction, places, most, Math.Max(1e-9, (epochs - trial.Epoch) * trial.SecondsPerEpoch)));
        }

        return [.. hopeful.OrderByDescending(one => one.Most / one.Seconds)];
    }

    private ScoreGain Gain()
    {
        if (_version == costs.Version)
            return _gain;
        (_gain, _version) = (new(costs.Lengths), costs.Version);
        foreach (var trial in _completed.All)
            _gain.Add(costs.Places(trial.Costs!), trial.LogError);
        return _gain;
    }

    /// <param name="Most">That it could gain, if it were the best at every limit that it is within.</param>
    private readonly record struct Candidate(FrontTrial Trial, Prediction Prediction, double[] Places, double Most, double Seconds);
}
