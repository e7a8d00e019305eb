using System.Collections.Immutable;
using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Searches;

/// <summary>The history of one trial, from its entries.</summary>
public sealed record TrialHistory(ImmutableArray<Report> Curve, ImmutableArray<AttemptView> Attempts)
{
    /// <summary>Reads the entries of one trial, in order.</summary>
    public static TrialHistory From(IEnumerable<LedgerEntry> entries)
    {
        var (curve, attempts) = (new EpochList<Report>(), new AttemptLog());
        // The curve before the trial was trained further; null unless it is being trained further.
        EpochList<Report>? kept = null;
        var isReplicate = false;
        foreach (var entry in entries.SelectMany(Unfolded))
        {
            if (entry is EpochReported { Report: var report })
                curve.Put(report.Epoch, report);
            else if (entry is TrialExtended)
                (kept, isReplicate) = (new(curve), false);
            else if (entry is ReplicateAdded)
                (kept, curve, isReplicate) = (curve, new(), true);
            else if (entry is AttemptEnded { State: TrialState.Completed } ended && kept is not null)
                (curve, kept) = (ended.Outcome == AttemptOutcome.Completed && !isReplicate ? curve : kept, null);
            attempts.Apply(entry);
        }

        return new([.. curve], [.. attempts.Spans.Select(span => span.Attempt)]);
    }

    /// <summary>A reused result takes the place of the attempt.</summary>
    private static IEnumerable<LedgerEntry> Unfolded(LedgerEntry entry) => entry is TrialReused reused
        ? reused.AsTrained().Select(told => told is AttemptEnded ended ? ended with { Reason = ReusedText.Format(reused.From) } : told)
        : [entry];
}
