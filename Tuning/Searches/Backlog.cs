namespace Paretune.Tuning.Searches;

/// <summary>
/// The trials that want a worker. Those with progress go before fresh ones, then the tests of the front; lowest number first.
/// </summary>
internal sealed class Backlog
{
    private readonly SortedSet<int> _begun = [];
    private readonly SortedSet<int> _fresh = [];
    private readonly SortedSet<int> _tests = [];

    public int Count => _begun.Count + _fresh.Count + _tests.Count;

    public bool IsEmpty => Count == 0;

    /// <summary>What the next lease is for; null when nothing waits.</summary>
    public (int Trial, LeaseKind Kind)? Next =>
        _begun.Count > 0 ? (_begun.Min, LeaseKind.Train)
        : _fresh.Count > 0 ? (_fresh.Min, LeaseKind.Train)
        : _tests.Count > 0 ? (_tests.Min, LeaseKind.Test)
        : null;

    public void AddTraining(TrialRecord trial) => (trial.Curve.Count > 0 ? _begun : _fresh).Add(trial.Number);

    public void AddTest(int trial) => _tests.Add(trial);

    public void Remove(int trial)
    {
        _begun.Remove(trial);
        _fresh.Remove(trial);
        _tests.Remove(trial);
    }
}
