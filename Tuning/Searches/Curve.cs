using System.Collections.Immutable;

namespace Paretune.Tuning.Searches;

/// <summary>
/// A trial's epochs, each as reported by the newest attempt that trained it, and the best one. It holds only what decisions need, 56 bytes
/// per epoch: a search of 10,000 trials and 100 epochs has a million of them.
/// </summary>
internal sealed class Curve
{
    private readonly EpochList<Epoch> _epochs;
    private double _seconds;
    private int _best;

    // Few searches have custom metrics, so an epoch reserves no space for them.
    private Dictionary<int, ImmutableSortedDictionary<string, double>>? _own;

    public Curve() => _epochs = new();

    private Curve(Curve other) => (_epochs, _seconds, _best, _own) = (
        new(other._epochs), other._seconds, other._best, other._own is null ? null : new(other._own));

    public int Count => _epochs.Count;

    /// <summary>The epoch with the least validation loss, the earliest of equals; null before the first finite loss.</summary>
    public int? BestEpoch => _best == 0 ? null : _best;
    public double? BestLoss => _best == 0 ? null : _epochs[_best - 1].Loss;
    public double? BestAccuracy => _best == 0 ? null : _epochs[_best - 1].Accuracy;
    public double? BestTopFive => _best == 0 || double.IsNaN(_epochs[_best - 1].TopFive) ? null : _epochs[_best - 1].TopFive;
    public double? BestBalanced => _best == 0 || double.IsNaN(_epochs[_best - 1].Balanced) ? null : _epochs[_best - 1].Balanced;
    public double? SecondsPerEpoch => Count == 0 ? null : _seconds / Count;

    public IEnumerable<CurvePoint> Points => _epochs.Select(epoch => new CurvePoint(epoch.TrainLoss, epoch.Loss, epoch.Accuracy));

    /// <summary>Custom metrics at the best epoch; null if it has none.</summary>
    /// <param name="ofLast">Names of metrics that are taken from the last epoch, and are not known before.</param>
    /// <param name="epochs">The planned number of epochs.</param>
    public ImmutableSortedDictionary<string, double>? Metrics(ImmutableArray<string> ofLast, int epochs)
    {
        var best = _own?.GetValueOrDefault(_best);
        if (ofLast.IsEmpty || _own is null)
            return best;
        var last = Count >= epochs ? _own.GetValueOrDefault(Count) : null;
        var both = (best ?? ImmutableSortedDictionary<string, double>.Empty).RemoveRange(ofLast)
            .AddRange(ofLast.Where(name => last?.ContainsKey(name) == true).Select(name => KeyValuePair.Create(name, last![name])));
        return both.IsEmpty ? null : both;
    }

    /// <summary>A copy that does not change.</summary>
    public Curve Copy() => new(this);

    /// <summary>The answer to this epoch of this attempt; null if it was not reported.</summary>
    public Decision? Recorded(int attempt, int epoch) =>
        epoch >= 1 && epoch <= Count && _epochs[epoch - 1] is var known && known.Attempt == attempt ? known.Decision : null;

    public void Add(EpochReported entry)
    {
        var report = entry.Report;
        var epoch = new Epoch(
            report.Attempt, (float)report.TrainLoss, report.ValidationLoss, report.Accuracy, report.TopFive ?? double.NaN,
            (float)(report.Balanced ?? double.NaN), report.Seconds, Shared(entry.Decision));
        Keep(report);
        if (_epochs.Put(report.Epoch, epoch))
            IncludeAll();
        else
            Include(Count);
    }

    private void Keep(Report report)
    {
        // An epoch that is trained again removes all later ones.
        foreach (var later in _own?.Keys.Where(epoch => epoch >= report.Epoch).ToList() ?? [])
            _own!.Remove(later);
        if (report.Metrics is { } metrics)
            (_own ??= [])[report.Epoch] = metrics;
    }

    private void IncludeAll()
    {
        (_best, _seconds) = (0, 0);
        for (var epoch = 1; epoch <= Count; epoch++)
            Include(epoch);
    }

    private void Include(int epoch)
    {
        var (loss, seconds) = (_epochs[epoch - 1].Loss, _epochs[epoch - 1].Seconds);
        _seconds += seconds;
        if (double.IsFinite(loss) && !(loss >= BestLoss))
            _best = epoch;
    }

    private static Decision Shared(Decision decision) => decision == Decision.Continue ? Decision.Continue : decision;

    // The training loss is for charts, and fits where an attempt's number leaves four bytes free.
    private readonly record struct Epoch(
        int Attempt, float TrainLoss, double Loss, double Accuracy, double TopFive, double Balanced, double Seconds,
        Decision Decision);
}
