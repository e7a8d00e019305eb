using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// Decides what a search tries and which trials continue. It knows only what <see cref="On"/> was given, so that the entries of
/// a ledger give it back; the same entries and seed always give the same answers. No question changes it: an answer counts once its entry
/// comes back through
/// <see cref="On"/>.
/// </summary>
public interface IStrategy
{
    /// <summary>Takes an entry of the search's ledger, in order.</summary>
    void On(LedgerEntry entry);

    /// <summary>
    /// Whether a trial continues after this report, which is not in the ledger yet. Asked again for a report that is repeated.
    /// </summary>
    Ruling Judge(Report report);

    /// <summary>
    /// Does ahead of the first question what may take long, such as to order a large space. Called on any thread, before any entry.
    /// </summary>
    void Prepare()
    {
    }

    /// <summary>What to train next, asked when a device is free.</summary>
    Proposal Next();

    /// <summary>The same, of parked trials only those that may be taken up now; none where it would rather have another.</summary>
    Proposal Next(Func<int, bool> mayGoOn) => Next() is Proposal.Parked parked && !mayGoOn(parked.Trial) ? Proposal.Nothing : Next();

    /// <summary>Whether <see cref="Next()"/> has something, for where to find out what would take longer.</summary>
    bool HasNext => Next() is not Proposal.Done;

    /// <summary>The newest entry that the next configuration rests on; null where proposals rest on all entries before them.</summary>
    long? From => null;

    /// <summary>What should be computed before the next question, outside the turn of the caller; null where nothing takes long.</summary>
    Suggesting? Ahead => null;

    /// <summary>Takes what was worked out ahead. It stands until a trial is added, although there may be newer results.</summary>
    /// <param name="from">As of <see cref="Suggesting.From"/>.</param>
    void Take(long from, Candidate? suggested)
    {
    }

    /// <summary>Works out the next configuration as of an entry since which no trial was added, for a replay.</summary>
    void Suggest(long from)
    {
    }

    /// <summary>Of some parked trials the one that it would miss least; null where none of them is parked.</summary>
    int? LeastLikely(Func<int, bool> among) => null;

    /// <summary>Trials that it will add in all, as far as nothing stops it; null where it decides as it goes.</summary>
    int? Planned { get; }

    /// <summary>MACs of the configurations of all those trials together; 0 where it does not know them.</summary>
    double PlannedMacs => 0;

    /// <summary>One paragraph: why it added this trial, and what it decided on it so far.</summary>
    string Explain(int trial);

    /// <summary>What it made of a trial at each rung that the trial came to, in order; none where it predicts nothing.</summary>
    IReadOnlyList<RungPrediction> Predictions(int trial) => [];

    /// <summary>
    /// Why it lets parked trials be although nothing runs and nothing fresh is left; null where it has no reason of its own.
    /// </summary>
    string? Ending => null;
}
