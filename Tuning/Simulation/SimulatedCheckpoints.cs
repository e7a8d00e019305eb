namespace Paretune.Tuning.Simulation;

/// <summary>
/// The checkpoints of trials, in a place that all workers share or in one of each silo. That of an epoch is written before its report is
/// given, so a trial's may be one epoch ahead of the ledger: then the report is given again.
/// </summary>
internal sealed class SimulatedCheckpoints(Draws draws, double lost, bool isApart)
{
    private readonly Dictionary<(TrialId Trial, int AnewSince, string Place), int> _epochs = [];

    public void Save(Lease lease, int epoch) => _epochs[KeyOf(lease)] = Math.Max(epoch, _epochs.GetValueOrDefault(KeyOf(lease)));

    /// <summary>What an attempt begins with.</summary>
    public (int Epoch, bool IsTrained) Next(Lease lease)
    {
        if (lost > 0 && draws.Chance(lost))
            _epochs.Remove(KeyOf(lease));
        var (saved, next) = (_epochs.GetValueOrDefault(KeyOf(lease)), lease.ReportedEpochs + 1);
        return saved >= next ? (next, true) : (saved + 1, false);
    }

    private (TrialId Trial, int AnewSince, string Place) KeyOf(Lease lease) =>
        (lease.Trial, lease.AnewSince, isApart ? lease.Worker.Silo : "");
}
