using Paretune.Silo.Workers;

namespace Paretune.Silo.Tests.Workers;

/// <summary>Answers every signal with the same task, which may complete later.</summary>
internal sealed class LateCoordinator(Task<Decision> answer) : ICoordinator
{
    public int Received { get; private set; }

    public Task<Lease?> Lease(WorkerId worker, string deviceName) => Task.FromResult<Lease?>(null);

    public Task<Decision> Signal(Signal signal)
    {
        Received++;
        return answer;
    }
}

/// <summary>Answers signals by a script, and records them.</summary>
internal sealed class ScriptedCoordinator(Func<Signal, int, Decision> answer) : ICoordinator
{
    public List<Signal> Received { get; } = [];
    public Func<Task<Lease?>> Leases { get; init; } = () => Task.FromResult<Lease?>(null);

    public Task<Lease?> Lease(WorkerId worker, string deviceName) => Leases();

    public Task<Decision> Signal(Signal signal)
    {
        Received.Add(signal);
        return Task.FromResult(answer(signal, Received.Count));
    }
}
