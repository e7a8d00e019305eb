using Orleans.Runtime.Placement;

namespace Paretune.Grains.Searches;

/// <summary>
/// The incarnation of a worker is the address of its silo, which no two processes share: its port and the time it started.
/// </summary>
public static class WorkerSilo
{
    public static string IncarnationOf(SiloAddress silo) => silo.ToParsableString();

    /// <summary>Null where the incarnation is no address.</summary>
    internal static SiloAddress? AddressOf(WorkerId worker) => SiloAddress.TryParse(worker.Incarnation, out var silo) ? silo : null;

    /// <summary>
    /// Passes a worker's signal to its trial, whose grain is activated on the worker's silo, or moves there from that of an earlier
    /// attempt.
    /// </summary>
    public static Task<Decision> Signal(this ITrialGrain trial, Signal signal, SiloAddress here)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, here);
        try
        {
            return trial.Signal(signal);
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }
}
