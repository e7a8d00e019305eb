namespace Paretune.Tuning.Strategies;

/// <summary>A trial as rungs see it.</summary>
internal sealed class AshaTrial(Cost cost)
{
    private Report? _kept;

    public Cost Cost { get; private set; } = cost;

    /// <summary>The epoch of the newest report.</summary>
    public int Epoch { get; private set; }

    /// <summary>The rung it was parked at; null while it is not parked.</summary>
    public int? ParkedAt { get; set; }

    /// <summary>Why it is parked.</summary>
    public string? Reason { get; set; }

    /// <summary>
    /// The report of the epoch that would be the best if the trial ended with this one: that of the lowest validation loss, the earliest of
    /// equals.
    /// </summary>
    public Report KeptWith(Report report) =>
        _kept is not { } kept || report.Epoch == 1 || !(kept.ValidationLoss <= report.ValidationLoss) ? report : kept;

    public void Take(Report report)
    {
        if (double.IsFinite(report.ValidationLoss))
            _kept = KeptWith(report);
        Epoch = report.Epoch;
        Cost = report.Model?.Cost ?? Cost;
    }
}
