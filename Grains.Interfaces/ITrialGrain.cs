using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// Owns one configuration of one search while it is trained; its key is <see cref="TrialId.ToString"/>. Lives on the silo of the worker
/// that trains it. A trial without a running attempt has no such grain: what there is to know of it is in the ledger.
/// </summary>
[Alias("Paretune.ITrialGrain")]
public interface ITrialGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes a signal of an attempt and answers with the decision. A <see cref="StepProgress"/> is answered at once, with what the search
    /// last said of the attempt; all other signals are handed on to the search.
    /// </summary>
    [Alias("Signal")]
    Task<Decision> Signal(Signal signal);

    /// <summary>The trial with its curve, its attempts and its latest step; null when no attempt runs beside this grain.</summary>
    /// <param name="trial">Its current state in the search.</param>
    /// <param name="classes">Of the search's dataset.</param>
    [Alias("Detail")]
    Task<TrialDetail?> Detail(TrialView trial, ImmutableArray<string> classes);
}
