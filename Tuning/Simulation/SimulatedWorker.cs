namespace Paretune.Tuning.Simulation;

/// <summary>One process of one device: asks for work, trains according to the truth, reports, and carries out decisions.</summary>
internal sealed class SimulatedWorker(SimulatedCluster cluster, WorkerId id, double speed)
{
    // Share of an epoch of training that one pass over the test images takes.
    private const double TestShare = 0.1;

    private DateTimeOffset _hungUntil, _cutUntil;

    public WorkerId Id => id;
    public double Speed => speed;

    /// <summary>The attempt that the worker runs; null if it has none.</summary>
    public SimulatedAttempt? Attempt { get; private set; }

    /// <summary>Whether the process has ended. Messages it has sent may still arrive.</summary>
    public bool IsGone { get; private set; }

    public bool IsReachable => !IsGone && cluster.Now >= _hungUntil && cluster.Now >= _cutUntil;

    public void Ask() => OnceAwake(() =>
        cluster.Network.Call(this, search => search.Lease(id, cluster.Now), _ => { }, () => Attempt is null, Take));

    /// <summary>Suspends the process for a while.</summary>
    public void Hang(double seconds) => _hungUntil = cluster.Now.AddSeconds(seconds);

    /// <summary>Cuts the network connection in both directions for a while; training continues.</summary>
    public void Cut(double seconds) => _cutUntil = cluster.Now.AddSeconds(seconds);

    public void Die()
    {
        Drop();
        IsGone = true;
        cluster.Use.Up(-1);
    }

    /// <summary>Returns its attempt, as a process does on SIGTERM.</summary>
    public void GiveBack() => GiveUp(AttemptFailure.Preempted, "the silo is stopping");

    /// <summary>Carries out a decision that arrives between two reports.</summary>
    public void Obey(Decision decision)
    {
        if (Attempt is { } attempt && decision.Kind == DecisionKind.LeaseLost)
            cluster.ContinueStaleAttempt(attempt);
        if (Drop())
            cluster.Wait(this);
    }

    private void Take(Lease? lease)
    {
        if (lease is null)
        {
            cluster.Wait(this);
            return;
        }

        Attempt = cluster.Begin(lease, speed);
        cluster.Use.Busy(+1);
        if (lease.Kind == LeaseKind.Test)
            Test(Attempt);
        else
            Resume(Attempt);
    }

    private void Resume(SimulatedAttempt attempt)
    {
        var (epoch, isTrained) = cluster.Checkpoints.Next(attempt.Lease);
        if (isTrained)
            Judge(attempt, attempt.Report(epoch), epoch);
        else
            Train(attempt, epoch);
    }

    private void Test(SimulatedAttempt attempt) => AfterWork(attempt, attempt.SecondsOf(1) * TestShare, () =>
        Judge(attempt, attempt.TestResult(cluster.FinalAccuracy(attempt)), epoch: 0));

    private void Train(SimulatedAttempt attempt, int epoch) => AfterWork(attempt, attempt.SecondsOf(epoch), () =>
    {
        cluster.Trained(attempt, epoch);
        if (cluster.FailureOf(attempt) is { } failure)
        {
            GiveUp(failure, "as drawn");
            return;
        }

        cluster.Checkpoints.Save(attempt.Lease, epoch);
        Judge(attempt, attempt.Report(epoch), epoch);
    });

    private void GiveUp(AttemptFailure failure, string message)
    {
        if (Attempt is { } attempt)
            Judge(attempt, attempt.End(failure, message), epoch: 0);
    }

    private void Judge(SimulatedAttempt attempt, Signal signal, int epoch) =>
        cluster.Judge(this, signal, () => Attempt == attempt, decision =>
        {
            if (decision.Kind == DecisionKind.Continue)
                Train(attempt, epoch + 1);
            else
                Obey(decision);
        });

    private bool Drop()
    {
        if (Attempt is null)
            return false;
        Attempt = null;
        cluster.Use.Busy(-1);
        return true;
    }

    private void AfterWork(SimulatedAttempt attempt, double seconds, Action happens) => cluster.After(seconds, () => OnceAwake(() =>
    {
        if (Attempt == attempt)
            happens();
    }));

    private void OnceAwake(Action happens)
    {
        if (IsGone)
            return;
        if (cluster.Now >= _hungUntil)
            happens();
        else
            cluster.After((_hungUntil - cluster.Now).TotalSeconds, () => OnceAwake(happens));
    }
}
