namespace Paretune.Tuning.Searches;

/// <summary>The latest failed attempts of a search, oldest first.</summary>
internal sealed class FailureLog(SearchId search)
{
    // Enough to see what goes wrong; all of them are in the ledger.
    private const int Most = 20;

    private readonly Queue<FailureView> _failures = [];

    public IReadOnlyCollection<FailureView> Newest => _failures;

    public void On(AttemptEnded ended, WorkerId worker)
    {
        if (ended.Outcome is not (AttemptOutcome.Threw or AttemptOutcome.OutOfMemory or AttemptOutcome.Diverged or AttemptOutcome.NodeLost))
            return;
        if (_failures.Count == Most)
            _failures.Dequeue();
        _failures.Enqueue(new(new(search, ended.Trial), ended.Attempt, worker, ended.At, ended.Outcome, ended.Reason));
    }
}
