using System.Collections.Immutable;
using Paretune.Tuning.Strategies;

namespace Paretune.Client.Watching;

/// <summary>Formats events as plain lines for logs and pipes.</summary>
internal static class EventLine
{
    /// <param name="spec">The spec of the search; null if its start has not been seen.</param>
    public static string Format(LedgerEntry entry, SearchSpec? spec) => entry switch
    {
        SearchStarted started => $"search started: {started.Spec.Name}, {Formatter.Subject(started.Spec)}{Because(started.Excluded)}",
        SearchStateChanged changed => $"search {StateWords.Format(changed.State)}{Because(changed.Reason)}",
        PriorityChanged changed => $"priority is now {changed.Priority}",
        TrialAdded added => $"trial {added.Trial} added: {Format(added)}{Varied(added.Configuration, spec)}",
        AttemptStarted started =>
            $"trial {started.Trial} {(started.Kind == LeaseKind.Test ? "is tested" : "started")} "
            + $"on {started.Worker.Silo}/{started.Worker.Device}, attempt {started.Attempt}",
        EpochReported reported => Format(reported.Report, reported.Decision, spec),
        AttemptEnded ended =>
            $"trial {ended.Trial} attempt {ended.Attempt} {StateWords.Format(ended.Outcome, ended.Reason)}, "
            + $"trial {StateWords.Because(ended.State, ended.Reason)}",
        TrialTested tested => $"trial {tested.Result.Trial.Number} tested: accuracy {Formatter.Percent(tested.Result.Accuracy)}",
        SpaceCounted { Planned: { } planned } counted =>
            $"{(planned == 1 ? "1 trial is" : $"{planned} trials are")} planned{Because(counted.Merged)}",
        SpaceCounted counted when spec?.Strategy.Kind == StrategyCatalog.Manual =>
            $"trials are added by users{Because(counted.Merged)}",
        SpaceCounted counted => $"trials are added while the search runs{Because(counted.Merged)}",
        BudgetExtended extended => $"the budget was extended to {BudgetText.Format(extended.Budget)}",
        SearchEdited edited => Format(edited),
        TrialsRetried retried => string.Join("; ", Several(retried.Trials, "retried").Concat(Several(retried.Tests, "tested again"))),
        SearchFinishing when spec?.Strategy.Kind == StrategyCatalog.Manual => "the search is finishing: no more trials can be added",
        SearchFinishing => "the search is finishing early: no new trials start",
        TrialsStopped stopped => string.Join("; ", Several(stopped.Trials, "stopped by a user")),
        TrialsTagged tagged => string.Join("; ", Several(tagged.Trials, Format(tagged))),
        TrialExtended extended => $"trial {extended.Trial} is extended to {CountText.Format(extended.Epochs, "epoch")}",
        ReplicateAdded added => $"replicate of trial {added.Trial} added, run {added.Run}: {added.Reason}",
        TrialReused reused => $"trial {reused.Trial} completed without training: {ReusedText.Format(reused.From)}",
        FrontConfirmed => "replicates have ended; the front is now computed from mean accuracies",
        SpaceExtended extended => $"the space was extended{Because(extended.Excluded)}",
        ParkedStopped parked =>
            $"{CountText.Format(parked.Trials, "parked trial")} {(parked.Trials == 1 ? "was" : "were")} stopped; "
            + $"{CountText.Format(parked.EpochsLeft, "epoch")} {(parked.EpochsLeft == 1 ? "was" : "were")} not trained",
        ParkedDropped dropped => $"trial {dropped.Trial} {StateWords.Format(TrialState.Stopped)}: {dropped.Reason}",
        BudgetSpent spent => $"{spent.Reason}; no more training",
        OptimumChosen { Trial: 0 } none => $"no optimum{Because(none.Reason)}",
        OptimumChosen chosen => $"optimum ({chosen.Rule}): {chosen.Reason}",
        _ => entry.GetType().Name,
    };

    private static string Format(TrialsTagged tagged) => string.Join(
        ", ", tagged.Added.Select(tag => $"tagged {tag}").Concat(tagged.Removed.Select(tag => $"tag {tag} removed")));

    private static IEnumerable<string> Several(ImmutableArray<int> trials, string how) =>
        trials.IsDefaultOrEmpty ? [] : [$"{(trials.Length == 1 ? "trial" : "trials")} {string.Join(", ", trials)} {how}"];

    private static string Format(SearchEdited edited) => string.Join("; ", new[]
    {
        edited.Name is { } name ? $"the search was renamed to {name}" : null,
        edited.Tags is { } tags ? $"its tags are now {string.Join(", ", tags.DefaultIfEmpty("none"))}" : null,
        edited.Note is { } note ? note.Length == 0 ? "its note was removed" : $"its note is now: {note.ReplaceLineEndings(" ")}" : null,
    }.OfType<string>());

    // The costs of a custom trainer's model are not known before the model is created.
    private static string Format(TrialAdded added) => added.Configuration.Hyperparameters is not null
        ? Formatter.Configuration(added.Configuration)
        : $"{(added.Network is null ? "" : $"{added.Network}, ")}{Formatter.Configuration(added.Configuration)}, "
            + CostText.Format(added.Cost);

    /// <summary>Returns the other hyperparameters that the search varies, such as the learning rate.</summary>
    private static string Varied(Configuration one, SearchSpec? spec) => string.Concat(
        HyperparameterColumn.Common.AddRange(HyperparameterColumn.Recipe)
            .Where(column => spec is not null && IsVaried(column.Key, spec.Space))
            .Select(column => $", {column.Title} {column.Text(one)}"));

    private static bool IsVaried(string hyperparameter, Space space) => space.Parts.Any(part =>
        part.Domains.GetValueOrDefault(hyperparameter) is { } domain && (domain.Range is not null || domain.Values.Length > 1));

    private static string Format(Report report, Decision decision, SearchSpec? spec) =>
        $"trial {report.Trial.Number} epoch {report.Epoch}/{Math.Max(report.Epoch, spec?.Epochs ?? 0)}: {Results(report, spec)}"
        + Formatter.Pace(report.ImagesPerSecond, Formatter.Examples(spec))
        + (decision.Kind == DecisionKind.Continue ? "" : $"; {Formatter.Name(decision.Kind)}{Because(decision.Reason)}");

    private static string Results(Report report, SearchSpec? spec) =>
        string.Join(", ", MetricTable.Default.InTables(spec is null ? [] : spec.Objectives)
        .Where(metric => metric.Known == MetricTime.EachReport).Select(
            metric => $"{metric.Title} {metric.Cell(metric.ValueOrNull(report) ?? double.NaN)}"));

    private static string Because(string reason) => reason.Length == 0 ? "" : $": {reason}";
}
