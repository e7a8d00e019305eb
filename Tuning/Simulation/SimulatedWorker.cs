namespace Paretune.Tuning.Simulation;

/// <summary>One process of one device: it asks for work, trains by the truth, reports, and obeys.</summary>
internal sealed class SimulatedWorker(SimulatedCluster cluster, WorkerId id, double speed)
{
    // Of an epoch of training: one pass over the test images.
    private const double TestShare = 0.1;

    public void Ask() => cluster.Owner.Ask(search => search.Lease(id, cluster.Now), Take);

    private void Take(Lease? lease)
    {
        if (lease is null)
        {
            cluster.Wait(this);
            return;
        }

        cluster.Use.Busy(+1);
        var attempt = cluster.Begin(lease, speed);
        if (lease.Kind == LeaseKind.Test)
            cluster.After(attempt.SecondsOf(1) * TestShare, () => Judge(attempt.TestResult(cluster.FinalAccuracy(attempt)), attempt, epoch: 0));
        else
            Train(attempt, lease.ReportedEpochs + 1);
    }

    private void Train(SimulatedAttempt attempt, int epoch) => cluster.After(attempt.SecondsOf(epoch), () =>
    {
        cluster.Trained(attempt, epoch);
        Judge(attempt.Report(epoch), attempt, epoch);
    });

    private void Judge(Signal signal, SimulatedAttempt attempt, int epoch) =>
        cluster.Owner.Ask(search => search.Judge(signal, cluster.Now), decision =>
        {
            cluster.Decided(decision);
            if (decision.Kind == DecisionKind.Continue)
            {
                Train(attempt, epoch + 1);
                return;
            }

            cluster.Use.Busy(-1);
            cluster.Wait(this);
        });
}
