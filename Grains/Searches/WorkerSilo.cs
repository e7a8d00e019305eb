using Orleans.Runtime.Placement;

namespace Paretune.Grains.Searches;

/// <summary>
/// Converts between a worker's incarnation and the address of its silo, which is unique: it includes the port and the start time.
/// </summary>
public static class WorkerSilo
{
    public static string IncarnationOf(SiloAddress silo) => silo.ToParsableString();

    /// <summary>Returns null if the incarnation is not an address.</summary>
    internal static SiloAddress? AddressOf(WorkerId worker) => SiloAddress.TryParse(worker.Incarnation, out var silo) ? silo : null;

    /// <summary>
    /// Sends a worker's signal to its trial, whose grain is activated on the worker's silo, or moves there from the silo of an earlier
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
