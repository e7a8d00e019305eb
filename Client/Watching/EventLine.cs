namespace Paretune.Client.Watching;

/// <summary>One plain line for an event: for logs, and wherever nobody looks at a terminal.</summary>
internal static class EventLine
{
    /// <param name="epochs">How many epochs a trial of the search has.</param>
    public static string Of(LedgerEntry entry, int epochs) => entry switch
    {
        SearchStarted started => $"search started: {started.Spec.Name} on {started.Dataset.Name}{Because(started.Excluded)}",
        SearchStateChanged changed => $"search {Show.Name(changed.State)}{Because(changed.Reason)}",
        PriorityChanged changed => $"priority is now {changed.Priority}",
        TrialAdded added => $"trial {added.Trial} added: {(added.Network is null ? "" : $"{added.Network}, ")}{Show.Configuration(added.Configuration)}, {Show.Amount(added.Cost.Parameters)} parameters, {Show.Amount(added.Cost.Macs)} MACs",
        AttemptStarted started => $"trial {started.Trial} {(started.Kind == LeaseKind.Test ? "is tested" : "started")} on {started.Worker.Silo}/{started.Worker.Device}, attempt {started.Attempt}",
        EpochReported reported => Of(reported.Report, reported.Decision, epochs),
        AttemptEnded ended => $"trial {ended.Trial} attempt {ended.Attempt} {Show.Name(ended.Outcome)}, trial {Show.Name(ended.State)}{Because(ended.Reason)}",
        TrialTested tested => $"trial {tested.Result.Trial.Number} tested: accuracy {Show.Percent(tested.Result.Accuracy)}",
        OptimumChosen { Trial: 0 } none => $"no optimum{Because(none.Reason)}",
        OptimumChosen chosen => $"optimum ({chosen.Rule}): {chosen.Reason}",
        _ => entry.GetType().Name,
    };

    private static string Of(Report report, Decision decision, int epochs) =>
        $"trial {report.Trial.Number} epoch {report.Epoch}/{epochs}: accuracy {Show.Percent(report.Accuracy)}, "
        + $"validation loss {Show.Number(report.ValidationLoss, "0.000")}, {Show.Number(report.ImagesPerSecond, "0")} images/s"
        + (decision.Kind == DecisionKind.Continue ? "" : $"; {Show.Name(decision.Kind)}{Because(decision.Reason)}");

    private static string Because(string reason) => reason.Length == 0 ? "" : $": {reason}";
}
