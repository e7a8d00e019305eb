using System.Globalization;

namespace Paretune.Tuning.Searches;

/// <summary>What a search has spent of its budget.</summary>
/// <param name="epochs">The epochs of each trial of the search.</param>
internal sealed class BudgetUsage(Budget? budget, int epochs)
{
    private const double SecondsPerHour = 3600;
    private Budget? _budget = budget;
    private double _epochs, _seconds, _work, _grid;

    // How long it was running before it last resumed.
    private TimeSpan _ran;
    private DateTimeOffset? _since;

    // Trials that completed since the last change of the front.
    private int _idle;

    /// <summary>Device seconds of training.</summary>
    public double Seconds => _seconds;

    /// <summary>Why nothing continues once the budget is spent.</summary>
    public string? Spent { get; private set; }

    /// <summary>The part of the budget that has been reached by now, as a clause, if the ledger does not say so yet.</summary>
    public string? ReachedAt(DateTimeOffset now) => Spent is null ? ReachedBy(_budget, now) : null;

    public bool AllowsTrial(int trials) => Spent is null && trials < (_budget?.Trials ?? int.MaxValue);

    /// <summary>The part of another budget that the spending so far would have reached; null for none.</summary>
    public string? ReachedBy(Budget? other, DateTimeOffset now) => ReachedWith(other, _epochs, _seconds, _work, now);

    /// <summary>Why no trial continues after this report, which is not in the ledger yet; null if the budget allows more.</summary>
    public string? SpentBy(Report report, Cost cost, DateTimeOffset now) =>
        Spent ?? ReachedWith(_budget, _epochs + 1, _seconds + report.Seconds, _work + WorkOf(report, cost), now);

    public void On(SpaceCounted counted) => _grid = (counted.Count ?? 0) * WorkOf(counted.MeanMacs) * epochs;

    public void On(Report report, Cost cost) =>
        (_epochs, _seconds, _work) = (_epochs + 1, _seconds + report.Seconds, _work + WorkOf(report, cost));

    public void On(SearchStateChanged changed)
    {
        var runs = changed.State == SearchState.Running;
        (_ran, _since) = (RanAt(changed.At), runs ? changed.At : null);
    }

    public void OnCompleted(bool hasProgressed) => _idle = hasProgressed ? 0 : _idle + 1;

    public void On(BudgetSpent spent) => Spent = spent.Reason;

    public void On(BudgetExtended extended) => (_budget, Spent) = (extended.Budget, null);

    /// <summary>If the clock went backwards, nothing is subtracted.</summary>
    private TimeSpan RanAt(DateTimeOffset now) => _since is { } since && now > since ? _ran + (now - since) : _ran;

    private string? ReachedWith(Budget? budget, double trained, double seconds, double work, DateTimeOffset now) => budget is null ? null
        : trained >= budget.Epochs ? Text($"the budget of {budget.Epochs} epochs is spent")
        : _grid > 0 && work >= budget.Share * _grid ? Text($"the budget of {budget.Share * 100:0.##} % of the grid's cost is spent")
        : seconds >= budget.Hours * SecondsPerHour ? Text($"the budget of {budget.Hours} device hours is spent")
        : RanAt(now).TotalHours >= budget.WallHours ? Text($"the budget of {budget.WallHours} wall-clock hours is spent")
        : _idle >= budget.NoProgress
            ? $"no progress: the last {(_idle == 1 ? "completed trial" : $"{_idle} completed trials")} did not change the front"
        : null;

    private static double WorkOf(Report report, Cost cost) => WorkOf((report.Model?.Cost ?? cost).Macs);

    // A custom trainer's models have no MACs: each of its epochs has equal weight.
    private static double WorkOf(double macs) => macs > 0 ? macs : 1;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
