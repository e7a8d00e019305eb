namespace Paretune.Tuning.Searches;

/// <summary>A trial's epochs without gaps, each as the newest attempt that trained it reported it, and the one that is kept.</summary>
internal sealed class Curve
{
    private readonly List<EpochReported> _epochs = [];
    private double _seconds;

    public int Count => _epochs.Count;

    /// <summary>The epoch with the least validation loss, the earliest of equals; null before the first finite loss.</summary>
    public Report? Best { get; private set; }
    public IEnumerable<Report> Reports => _epochs.Select(entry => entry.Report);
    public double? SecondsPerEpoch => Count == 0 ? null : _seconds / Count;

    /// <summary>What was answered to this epoch of this attempt, or null when it was not reported.</summary>
    public Decision? Recorded(int attempt, int epoch) =>
        epoch >= 1 && epoch <= Count && _epochs[epoch - 1] is var known && known.Report.Attempt == attempt ? known.Decision : null;

    /// <summary>Adds an epoch. One trained again by a newer attempt takes the place of the old one and of all that came after it.</summary>
    public void Add(EpochReported entry)
    {
        if (entry.Report.Epoch <= Count)
            CutBack(entry.Report.Epoch - 1);
        _epochs.Add(entry);
        Include(entry.Report);
    }

    private void CutBack(int epochs)
    {
        _epochs.RemoveRange(epochs, Count - epochs);
        (Best, _seconds) = (null, 0);
        foreach (var entry in _epochs)
            Include(entry.Report);
    }

    private void Include(Report report)
    {
        _seconds += report.Seconds;
        if (double.IsFinite(report.ValidationLoss) && !(report.ValidationLoss >= Best?.ValidationLoss))
            Best = report;
    }
}
