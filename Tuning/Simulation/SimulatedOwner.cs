using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>Who owns the search in virtual time: it asks, writes and answers, as a silo does.</summary>
internal sealed class SimulatedOwner(Func<Search> create)
{
    private readonly List<LedgerEntry> _written = [];

    public Search Search { get; } = create();

    /// <summary>The ledger.</summary>
    public IReadOnlyList<LedgerEntry> Written => _written;

    /// <param name="answered">Called once what was decided is written.</param>
    public void Ask<T>(Func<Search, Step<T>> command, Action<T> answered)
    {
        var step = command(Search);
        _written.AddRange(step.Entries);
        answered(step.Answer);
    }
}
