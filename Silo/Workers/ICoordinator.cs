using System.Diagnostics;
using Paretune.Grains.Searches;

namespace Paretune.Silo.Workers;

/// <summary>The two requests of a worker. An answer may be lost, so requests can always be repeated.</summary>
internal interface ICoordinator
{
    /// <summary>Returns the next attempt; null if there was none for a few seconds.</summary>
    Task<Lease?> Lease(WorkerId worker, string deviceName);

    Task<Decision> Signal(Signal signal);
}

/// <summary>Asks the cluster's grains.</summary>
/// <param name="here">This process's silo, on which the grains of its workers' trials are placed.</param>
internal sealed class GrainCoordinator(IGrainFactory grains, SiloAddress here) : ICoordinator
{
    public Task<Lease?> Lease(WorkerId worker, string deviceName) => grains.GetGrain<IQueueGrain>(0).Lease(worker, deviceName);

    public Task<Decision> Signal(Signal signal)
    {
        if (signal is not StepProgress)
            return Ask(signal);
        // Not traced: two requests a second would clutter the trace of an attempt.
        var attempt = Activity.Current;
        Activity.Current = null;
        try
        {
            return Ask(signal);
        }
        finally
        {
            Activity.Current = attempt;
        }
    }

    private Task<Decision> Ask(Signal signal) => grains.GetGrain<ITrialGrain>(signal.Trial.ToString()).Signal(signal, here);
}
