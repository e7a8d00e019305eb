using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>The accuracy of each candidate that a run's ledger held at a given time: that of the best epoch so far.</summary>
internal sealed class KnownAccuracies(SimulatedRun run)
{
    private readonly double[] _accuracy = new double[run.Truth.Candidates.Length];
    private readonly CandidateIndex _index = new(run.Truth);
    private readonly Dictionary<int, (int Candidate, Curve Curve)> _trials = [];

    // The trials that are run again with another seed, which does not change their own result.
    private readonly HashSet<int> _again = [];
    private int _read;

    /// <param name="moment">Must not be before the moment of the previous call.</param>
    public ReadOnlySpan<double> By(DateTimeOffset moment)
    {
        for (; _read < run.Entries.Length && run.Entries[_read].At <= moment; _read++)
            On(run.Entries[_read]);
        return _accuracy;
    }

    private void On(LedgerEntry entry)
    {
        if (entry is TrialAdded added)
            _trials.Add(added.Trial, (_index.Find(added.Network!, added.Configuration), new()));
        else if (entry is ReplicateAdded replicate)
            _again.Add(replicate.Trial);
        else if (entry is EpochReported reported && !_again.Contains(reported.Report.Trial.Number))
            On(reported);
        else if (entry is AttemptEnded ended)
            On(ended);
    }

    private void On(AttemptEnded ended)
    {
        if (ended.Outcome == AttemptOutcome.Diverged && !_again.Contains(ended.Trial))
            _accuracy[_trials[ended.Trial].Candidate] = 0;
        if (ended.State.IsTerminal)
            _again.Remove(ended.Trial);
    }

    private void On(EpochReported reported)
    {
        var (candidate, curve) = _trials[reported.Report.Trial.Number];
        curve.Add(reported);
        _accuracy[candidate] = curve.BestAccuracy ?? 0;
    }
}
