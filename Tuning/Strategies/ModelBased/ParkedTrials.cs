namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// The parked trials: which of them has become likely again, and which gains most for its remaining time. Predictions change only when a
/// trial completes, so all are evaluated once after each completion.
/// </summary>
/// <param name="epochs">Of each trial of the search.</param>
/// <param name="chance">The chance from which on a trial is likely.</param>
/// <param name="leastChance">Below it the gain is not computed.</param>
internal sealed class ParkedTrials(int epochs, double chance, double leastChance, ComparedCosts costs)
{
    /// <summary>As a share of the score: less than 0.05 points are not worth training for.</summary>
    public const double LeastGain = 0.0005;

    private readonly double _likely = NormalDistribution.Quantile(chance), _leastPromising = NormalDistribution.Quantile(leastChance);
    private readonly Dictionary<FinalErrorModel, ParkedColumns> _columns = [];
    private readonly Dictionary<FrontTrial, ParkedPlace> _places = [];
    private readonly CompletedBest _completed = new();
    private readonly List<(FrontTrial Trial, double Distance)> _resumable = [];

    // Of those that have a chance.
    private readonly ParkedByGain _promising = new();
    private ScoreGain _gain = new(0);
    private bool _isResumableStale = true, _isPromisingStale = true;
    private int _version = -1;

    /// <summary>As of <see cref="FinalErrorModel.Predict(Features, int)"/>.</summary>
    public int Images { get; set; }

    public int Count => _places.Count;

    public void Add(FrontTrial trial) => Add(trial, (epochs - trial.Epoch) * trial.SecondsPerEpoch);

    /// <param name="seconds">The remaining seconds of its training, or an equivalent measure.</param>
    public void Add(FrontTrial trial, double seconds)
    {
        var model = trial.ParkedAt!.ModelOf(trial.Parked);
        if (!_columns.TryGetValue(model, out var columns))
            _columns.Add(model, columns = new(model));
        var place = new ParkedPlace(trial, columns, Math.Max(1e-9, seconds));
        _places.Add(trial, place);
        columns.Add(place);
        if (_isResumableStale)
            return;
        columns.LookAt(place.Row, Images);
        AddIfResumable(columns, place.Row);
        if (!IsPromisingStale)
            AddIfPromising(columns, place.Row);
    }

    public void Remove(FrontTrial trial)
    {
        if (!_places.Remove(trial, out var place))
            return;
        place.Columns.RemoveAt(place.Row);
        _resumable.RemoveAll(one => one.Trial == trial);
        _promising.Remove(trial);
    }

    /// <summary>Adds a trial that has completed.</summary>
    public void Complete(FrontTrial trial)
    {
        (_isResumableStale, _isPromisingStale) = (true, true);
        _completed.Add(trial);
        if (_version == costs.Version)
            _gain.Add(costs.Places(trial.Costs!), trial.LogError);
    }

    /// <summary>Updates a trial whose opponent has changed; does nothing if it is not parked.</summary>
    public void Oppose(FrontTrial trial)
    {
        if (_places.TryGetValue(trial, out var place))
            place.Columns.Oppose(place.Row, trial.Opponent);
    }

    /// <summary>Of some trials, the one with the lowest chance to end above its opponent; of several, the highest number.</summary>
    public FrontTrial? Unlikeliest(Func<int, bool> among)
    {
        UpdateResumable();
        return _places.Where(one => among(one.Key.Number))
            .OrderBy(one => one.Value.Columns.DistanceOf(one.Value.Row)).ThenByDescending(one => one.Key.Number)
            .Select(one => one.Key).FirstOrDefault();
    }

    /// <summary>The trial with the highest chance, if it is likely to end above its opponent; of several, the lowest number.</summary>
    /// <param name="mayContinue">Which trials may resume now; null for all.</param>
    public FrontTrial? Likeliest(Func<int, bool>? mayContinue = null)
    {
        UpdateResumable();
        return _resumable.Count == 0 ? null : _resumable.Where(one => mayContinue?.Invoke(one.Trial.Number) != false)
            .OrderByDescending(one => one.Distance).ThenBy(one => one.Trial.Number).Select(one => one.Trial).FirstOrDefault();
    }

    /// <summary>
    /// The trial with the largest expected gain in score per remaining second, and the total gain of all. None if the total is below
    /// <see cref="LeastGain"/>. Evaluates in detail only those that could be the best.
    /// </summary>
    /// <param name="isAnyGainEnough">Whether it may be below.</param>
    public (FrontTrial? Trial, double Gain) Best(Func<int, bool>? mayContinue = null, bool isAnyGainEnough = false)
    {
        UpdatePromising();
        var (best, rate, sum) = ((FrontTrial?)null, 0.0, 0.0);
        foreach (var one in _promising.InOrder())
        {
            if (one.Rate <= rate && sum >= LeastGain)
                break;
            var gain = GainOf(one.Place);
            sum += gain;
            if (gain / one.Place.Seconds > rate && mayContinue?.Invoke(one.Place.Trial.Number) != false)
                (best, rate) = (one.Place.Trial, gain / one.Place.Seconds);
        }

        return (sum < LeastGain && !isAnyGainEnough ? null : best, sum);
    }

    /// <summary>
    /// The trial with the largest expected gain in score per remaining second, of those that are likely to end above their opponents, or of
    /// all that have a chance.
    /// </summary>
    public FrontTrial? MostGaining(bool isLikely)
    {
        UpdatePromising();
        var (best, rate) = ((FrontTrial?)null, 0.0);
        foreach (var (place, most) in _promising.InOrder())
        {
            if (most <= rate)
                break;
            if (isLikely && place.Columns.DistanceOf(place.Row) < _likely)
                continue;
            var gain = GainOf(place) / place.Seconds;
            if (gain > rate)
                (best, rate) = (place.Trial, gain);
        }

        return best;
    }

    /// <summary>
    /// The longest of those that are likely to end above their opponents (the likeliest of several, then that with the lowest number), once
    /// it takes as long as the workers need for all of them together; null before that.
    /// </summary>
    public FrontTrial? Longest(int workers)
    {
        UpdatePromising();
        var likely = _promising.All.Select(one => one.Place).Where(place => place.Columns.DistanceOf(place.Row) >= _likely).ToList();
        return likely.MaxBy(place => (place.Seconds, place.Columns.DistanceOf(place.Row), -place.Trial.Number)) is { } longest
            && likely.Sum(place => place.Seconds) <= workers * longest.Seconds ? longest.Trial : null;
    }

    private double GainOf(ParkedPlace place)
    {
        var columns = place.Columns;
        ref var gain = ref columns.GainOf(place.Row);
        if (double.IsNaN(gain))
            gain = _gain.Compute(costs.Places(place.Trial.Costs!), columns.PredictionOf(place.Row));
        return gain;
    }

    private bool IsPromisingStale => _isPromisingStale || _version != costs.Version;

    private void UpdateResumable()
    {
        if (!_isResumableStale)
            return;
        _isResumableStale = false;
        _resumable.Clear();
        foreach (var columns in _columns.Values)
        {
            columns.Predict(Images);
            for (var row = 0; row < columns.Count; row++)
                AddIfResumable(columns, row);
        }
    }

    private void UpdatePromising()
    {
        if (!IsPromisingStale)
            return;
        UpdateResumable();
        if (_version != costs.Version)
            Scale();
        _isPromisingStale = false;
        _promising.Clear();
        foreach (var columns in _columns.Values)
            for (var row = 0; row < columns.Count; row++)
                AddIfPromising(columns, row);
    }

    private void Scale()
    {
        (_gain, _version) = (new(costs.Lengths), costs.Version);
        foreach (var trial in _completed.All)
            _gain.Add(costs.Places(trial.Costs!), trial.LogError);
        foreach (var place in _places.Values)
            place.Shares = null;
    }

    private void AddIfResumable(ParkedColumns columns, int row)
    {
        if (columns.DistanceOf(row) >= _likely)
            _resumable.Add((columns[row].Trial, columns.DistanceOf(row)));
    }

    private void AddIfPromising(ParkedColumns columns, int row)
    {
        if (columns.DistanceOf(row) < _leastPromising)
            return;
        var place = columns[row];
        place.Shares ??= _gain.SharesOf(costs.Places(place.Trial.Costs!));
        var most = _gain.MostOf(place.Shares, columns.PredictionOf(row), columns.LineOf(row));
        _promising.Add(new(place, most / place.Seconds));
    }
}
