namespace Paretune.Tuning.Simulation;

/// <summary>
/// The checkpoints of trials, stored in one place shared by all workers or in one place per silo. A checkpoint is written before its epoch
/// is reported, so it may be one epoch ahead of the ledger; that epoch is then only reported again.
/// </summary>
internal sealed class SimulatedCheckpoints(Draws draws, double lost, bool isApart)
{
    private readonly Dictionary<(TrialId Trial, int RestartedAfter, string Place), int> _epochs = [];

    public void Save(Lease lease, int epoch) => _epochs[KeyOf(lease)] = Math.Max(epoch, _epochs.GetValueOrDefault(KeyOf(lease)));

    /// <summary>Returns the next epoch of an attempt, and whether it is trained already and only needs to be reported.</summary>
    public (int Epoch, bool IsTrained) Next(Lease lease)
    {
        if (lost > 0 && draws.Chance(lost))
            _epochs.Remove(KeyOf(lease));
        var (saved, next) = (_epochs.GetValueOrDefault(KeyOf(lease)), lease.ReportedEpochs + 1);
        return saved >= next ? (next, true) : (saved + 1, false);
    }

    private (TrialId Trial, int RestartedAfter, string Place) KeyOf(Lease lease) =>
        (lease.Trial, lease.RestartedAfter, isApart ? lease.Worker.Silo : "");
}
