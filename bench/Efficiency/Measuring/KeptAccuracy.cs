using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency.Measuring;

/// <summary>
/// The accuracy of each candidate as the ledger of a run knew it by some moment: that of the epoch with the least validation loss so far.
/// </summary>
internal sealed class KeptAccuracy(SimulatedRun run)
{
    private readonly double[] _accuracy = new double[run.Truth.Candidates.Length];
    private readonly Dictionary<(string, Configuration), int> _candidates =
        run.Truth.Candidates.Index().ToDictionary(one => (one.Item.Network, one.Item.Configuration), one => one.Index);
    private readonly Dictionary<int, (int Candidate, double Least)> _trials = [];
    private int _read;

    /// <param name="moment">Not before that of the last call.</param>
    public ReadOnlySpan<double> By(DateTimeOffset moment)
    {
        for (; _read < run.Entries.Length && run.Entries[_read].At <= moment; _read++)
            On(run.Entries[_read]);
        return _accuracy;
    }

    private void On(LedgerEntry entry)
    {
        if (entry is TrialAdded added)
            _trials.Add(added.Trial, (_candidates[(added.Network!, added.Configuration)], double.PositiveInfinity));
        else if (entry is EpochReported { Report: var report })
            On(report);
        else if (entry is AttemptEnded { Outcome: AttemptOutcome.Diverged } diverged)
            _accuracy[_trials[diverged.Trial].Candidate] = 0;
    }

    private void On(Report report)
    {
        var (candidate, least) = _trials[report.Trial.Number];
        if (!(report.ValidationLoss < least))
            return;
        _trials[report.Trial.Number] = (candidate, report.ValidationLoss);
        _accuracy[candidate] = report.Accuracy;
    }
}
