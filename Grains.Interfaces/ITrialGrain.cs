using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// Holds the attempt of a trial that is being trained; the grain key is <see cref="TrialId.ToString"/>. The activation is on the silo of
/// the worker that trains the trial. A trial without a running attempt has no such grain: everything about it is in the ledger.
/// </summary>
[Alias("Paretune.ITrialGrain")]
public interface ITrialGrain : IGrainWithStringKey
{
    /// <summary>
    /// Handles an attempt's signal and returns the decision. A <see cref="StepProgress"/> is answered immediately with the search's latest
    /// decision; all other signals are forwarded to the search.
    /// </summary>
    [Alias("Signal")]
    Task<Decision> Signal(Signal signal);

    /// <summary>Returns the trial with its curve, its attempts and its latest step; null if no attempt is running on this silo.</summary>
    /// <param name="trial">The trial's current state in the search.</param>
    /// <param name="classes">The classes of the search's dataset.</param>
    [Alias("Detail")]
    Task<TrialDetail?> Detail(TrialView trial, ImmutableArray<string> classes);
}
