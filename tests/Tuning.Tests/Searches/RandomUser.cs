namespace Paretune.Tuning.Tests.Searches;

/// <summary>Workers and a user that perform random actions at any time, seeded.</summary>
internal sealed class RandomUser(Scene scene, Random random)
{
    private readonly List<Lease> _leases = [];

    public void DoSomething()
    {
        switch (random.Next(13))
        {
            case < 3: Ask(); break;
            case < 8: OnAnyLease(lease => Signal(lease)); break;
            case 8: OnAnyLease(lease => scene.Fail(lease, (AttemptFailure)random.Next(3))); break;
            case 9: Wait(); break;
            case 10: scene.Take(scene.Search.Pause(scene.Now)); break;
            case 11: OnAnyTrialThatIsNotOver(number => scene.Take(scene.Search.StopTrials([number], scene.Now))); break;
            default: scene.Take(scene.Search.Resume(scene.Now)); break;
        }
    }

    private void Ask()
    {
        if (scene.Lease(random.Next(3), incarnation: $"{random.Next(2)}") is { } lease)
            _leases.Add(lease);
    }

    private Decision Signal(Lease lease) => lease.Kind == LeaseKind.Test
        ? scene.Tested(lease, random.NextDouble())
        : scene.Report(
            lease, scene.Trial(lease.Trial.Number).Epochs + 1, random.Next(20) == 0 ? double.NaN : random.NextDouble(),
            random.NextDouble());

    private void Wait()
    {
        scene.Now += TimeSpan.FromSeconds(random.Next(40));
        scene.Take(scene.Search.Expire(scene.Now, Scene.NoneGone));
    }

    private void OnAnyTrialThatIsNotOver(Action<int> change)
    {
        // Seldom, because otherwise no search would reach its end.
        var trials = scene.Search.Trials()!.Value.Where(trial => !trial.State.IsTerminal).ToList();
        if (trials.Count > 0 && !scene.Search.Ended && random.Next(4) == 0)
            change(trials[random.Next(trials.Count)].Number);
    }

    private void OnAnyLease(Func<Lease, Decision> signal)
    {
        if (_leases.Count > 0)
            signal(_leases[random.Next(_leases.Count)]);
    }
}
