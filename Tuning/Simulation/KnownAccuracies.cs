using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>The accuracy of each candidate that a run's ledger held at a given time: that of the best epoch so far.</summary>
internal sealed class KnownAccuracies(SimulatedRun run)
{
    private readonly double[] _accuracy = new double[run.Truth.Candidates.Length];
    private readonly CandidateIndex _index = new(run.Truth);
    private readonly Dictionary<int, (int Candidate, Curve Curve)> _trials = [];
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
        else if (entry is EpochReported reported)
            On(reported);
        else if (entry is AttemptEnded { Outcome: AttemptOutcome.Diverged } diverged)
            _accuracy[_trials[diverged.Trial].Candidate] = 0;
    }

    private void On(EpochReported reported)
    {
        var (candidate, curve) = _trials[reported.Report.Trial.Number];
        curve.Add(reported);
        _accuracy[candidate] = curve.BestAccuracy ?? 0;
    }
}
