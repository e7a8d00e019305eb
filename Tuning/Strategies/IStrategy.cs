using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// Decides what a search tries and which trials continue. It knows only what <see cref="On"/> was given, so the entries of a ledger restore
/// it; the same entries and seed always give the same answers. No question changes it: an answer counts once its entry comes back through
/// <see cref="On"/>.
/// </summary>
public interface IStrategy
{
    /// <summary>Takes an entry of the search's ledger, in order.</summary>
    void On(LedgerEntry entry);

    /// <summary>
    /// Whether a trial continues after this report, which is not in the ledger yet. Asked again for a report that is repeated.
    /// </summary>
    PrunerDecision Judge(Report report);

    /// <summary>
    /// Does work that may take long, such as sorting a large space, before the first question. Called on any thread, before any entry.
    /// </summary>
    void Prepare()
    {
    }

    /// <summary>What to train next, asked when a device is free.</summary>
    Proposal Next();

    /// <summary>The same, but a parked trial only if it may resume now; nothing if the strategy prefers a trial that may not.</summary>
    Proposal Next(Func<int, bool> mayContinue) =>
        Next() is Proposal.Parked parked && !mayContinue(parked.Trial) ? Proposal.Nothing : Next();

    /// <summary>Whether <see cref="Next()"/> has a proposal, for callers that need no proposal, which would take longer.</summary>
    bool HasNext => Next() is not Proposal.Done;

    /// <summary>The newest entry that the next configuration is based on; null if proposals are based on all entries before them.</summary>
    long? From => null;

    /// <summary>What should be computed before the next question, outside the turn of the caller; null where nothing takes long.</summary>
    PendingProposal? Ahead => null;

    /// <summary>
    /// Takes a configuration that was computed ahead. It is used until a trial is added, even if there are newer results.
    /// </summary>
    /// <param name="from">As of <see cref="PendingProposal.From"/>.</param>
    void Take(long from, Candidate? suggested)
    {
    }

    /// <summary>Computes the next configuration as of an entry since which no trial was added, for a replay.</summary>
    void Suggest(long from)
    {
    }

    /// <summary>Of some parked trials, the one that is least useful to it; null if none of them is parked.</summary>
    int? LeastLikely(Func<int, bool> among) => null;

    /// <summary>The total number of trials that it will add if nothing stops it; null if it decides as it goes.</summary>
    int? Planned { get; }

    /// <summary>The total MACs of the configurations of all those trials; 0 if they are not known.</summary>
    double PlannedMacs => 0;

    /// <summary>One paragraph: why it added this trial, and what it has decided about it so far.</summary>
    string Explain(int trial);

    /// <summary>Its predictions for a trial at each rung that the trial reached, in order; none if it predicts nothing.</summary>
    IReadOnlyList<RungPrediction> Predictions(int trial) => [];

    /// <summary>
    /// Why it leaves trials parked although nothing runs and no fresh configuration is left; null if it has no specific reason.
    /// </summary>
    string? Ending => null;
}
