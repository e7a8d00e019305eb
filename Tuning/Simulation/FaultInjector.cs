namespace Paretune.Tuning.Simulation;

/// <summary>Injects faults into the workers and the owner of the search.</summary>
/// <param name="epochSeconds">Mean duration of an epoch.</param>
internal sealed class FaultInjector(SimulatedCluster cluster, Draws draws, FaultRates rates, double epochSeconds)
{
    private const double Longest = 90, Exit = 10;

    public void Begin()
    {
        for (var worker = 0; worker < cluster.Workers.Count; worker++)
            Expect(worker);
        ExpectCrash();
    }

    private void Expect(int worker) => cluster.After(draws.Wait(rates.EpochsBetweenWorkerFaults * epochSeconds), () =>
    {
        if (cluster.Owner.EndedAt is not null)
            return;
        Strike(worker);
        Expect(worker);
    });

    private void ExpectCrash() => cluster.After(draws.Wait(rates.EpochsBetweenOwnerCrashes * epochSeconds), () =>
    {
        if (cluster.Owner.EndedAt is not null)
            return;
        cluster.Owner.Crash(draws.Between(0.1, Longest / 3));
        ExpectCrash();
    });

    private void Strike(int number)
    {
        var (worker, seconds) = (cluster.Workers[number], draws.Between(1, Longest));
        if (worker.IsGone)
            return;
        if (draws.Chance(0.4))
            Die(number, seconds, known: draws.Chance(0.7));
        else if (draws.Chance(0.3))
            Stop(number);
        else
            Silence(number, seconds, isHung: draws.Chance(0.5), known: draws.Chance(0.5));
    }

    private void Die(int number, double seconds, bool known)
    {
        var worker = cluster.Workers[number];
        worker.Die();
        if (known)
            cluster.After(draws.Between(1, Exit), () => cluster.Watch.Lose(worker.Id));
        cluster.After(seconds, () => cluster.Restart(number));
    }

    /// <summary>Stops a worker as SIGTERM does: it returns its attempt first.</summary>
    private void Stop(int number)
    {
        var worker = cluster.Workers[number];
        worker.GiveBack();
        cluster.After(Exit, () => End(number, worker));
    }

    /// <summary>
    /// Makes a worker hang or lose its connection. If the cluster takes it for dead meanwhile, the process ends when it learns that and is
    /// restarted.
    /// </summary>
    private void Silence(int number, double seconds, bool isHung, bool known)
    {
        var worker = cluster.Workers[number];
        if (isHung)
            worker.Hang(seconds);
        else
            worker.Cut(seconds);
        if (!known)
            return;
        cluster.After(seconds / 2, () => cluster.Watch.Lose(worker.Id));
        cluster.After(seconds + Exit, () => End(number, worker));
    }

    private void End(int number, SimulatedWorker worker)
    {
        if (!worker.IsGone)
            Die(number, seconds: 1, known: true);
    }
}
