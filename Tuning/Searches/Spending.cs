using System.Globalization;

namespace Paretune.Tuning.Searches;

/// <summary>What a search has spent of its budget.</summary>
/// <param name="epochs">Of each trial of the search.</param>
internal sealed class Spending(Budget? budget, int epochs)
{
    private const double SecondsPerHour = 3600;
    private Budget? _budget = budget;
    private double _epochs, _seconds, _work, _grid;

    /// <summary>Why nothing goes on, once the ledger says that the budget is spent.</summary>
    public string? Spent { get; private set; }

    /// <summary>Which part of the budget has been reached, as a clause, where the ledger does not say so yet.</summary>
    public string? Reached => Spent is null ? ReachedBy(_budget) : null;

    public bool AllowsTrial(int trials) => Spent is null && trials < (_budget?.Trials ?? int.MaxValue);

    /// <summary>Which part of another budget what is spent would have reached; null for none.</summary>
    public string? ReachedBy(Budget? other) => ReachedWith(other, _epochs, _seconds, _work);

    /// <summary>Why no trial goes on after this report, which is not in the ledger yet; null where the budget allows more.</summary>
    public string? SpentBy(Report report, Cost cost) =>
        Spent ?? ReachedWith(_budget, _epochs + 1, _seconds + report.Seconds, _work + WorkOf(report, cost));

    public void On(SpaceCounted counted) => _grid = (counted.Count ?? 0) * WorkOf(counted.MeanMacs) * epochs;

    public void On(Report report, Cost cost) =>
        (_epochs, _seconds, _work) = (_epochs + 1, _seconds + report.Seconds, _work + WorkOf(report, cost));

    public void On(BudgetSpent spent) => Spent = spent.Reason;

    public void On(BudgetExtended extended) => (_budget, Spent) = (extended.Budget, null);

    private string? ReachedWith(Budget? budget, double trained, double seconds, double work) => budget is null ? null
        : trained >= budget.Epochs ? Text($"the budget of {budget.Epochs} epochs is spent")
        : _grid > 0 && work >= budget.Share * _grid ? Text($"the budget of {budget.Share * 100:0.##} % of the grid's cost is spent")
        : seconds >= budget.Hours * SecondsPerHour ? Text($"the budget of {budget.Hours} device hours is spent")
        : null;

    private static double WorkOf(Report report, Cost cost) => WorkOf((report.Model?.Cost ?? cost).Macs);

    // A custom trainer's models have no MACs: each of its epochs counts alike.
    private static double WorkOf(double macs) => macs > 0 ? macs : 1;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
