namespace Paretune.Tuning.Simulation;

/// <summary>
/// The checkpoints of trials, in a place that all workers share. That of an epoch is written before its report is given, so a trial's may
/// be one epoch ahead of the ledger: then the report is given again.
/// </summary>
internal sealed class SimulatedCheckpoints(Draws draws, double lost)
{
    private readonly Dictionary<TrialId, int> _epochs = [];

    public void Save(TrialId trial, int epoch) => _epochs[trial] = Math.Max(epoch, _epochs.GetValueOrDefault(trial));

    /// <summary>What an attempt begins with.</summary>
    public (int Epoch, bool IsTrained) Next(Lease lease)
    {
        if (lost > 0 && draws.Chance(lost))
            _epochs.Remove(lease.Trial);
        var (saved, next) = (_epochs.GetValueOrDefault(lease.Trial), lease.ReportedEpochs + 1);
        return saved >= next ? (next, true) : (saved + 1, false);
    }
}
