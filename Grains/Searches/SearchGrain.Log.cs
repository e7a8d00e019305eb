using Microsoft.Extensions.Logging;

namespace Paretune.Grains.Searches;

internal sealed partial class SearchGrain
{
    private void LogEntry(LedgerEntry entry)
    {
        _meter.Count(entry, _search.Figures);
        switch (entry)
        {
            case SearchStarted started: LogStarted(_search.Id, started.Spec.Name, started.Dataset.Name); break;
            case SearchStateChanged changed: LogState(_search.Id, changed.State, Given(changed.Reason)); break;
            case AttemptStarted started:
                LogAttempt(
                _search.Id, started.Trial, started.Attempt, started.Kind, started.Worker.Device, started.Worker.Silo); break;
            case EpochReported { Report: var report }:
                LogEpoch(_search.Id, report.Trial.Number, report.Attempt, report.Epoch, report.ValidationLoss, report.Accuracy);
                break;
            case AttemptEnded ended: LogAttemptEnded(_search.Id, ended.Trial, ended.Attempt, ended.Outcome, Given(ended.Reason)); break;
            case ParkedDropped dropped: LogDropped(_search.Id, dropped.Trial, dropped.Bytes, dropped.Reason); break;
            case TrialsRetried retried: LogRetried(_search.Id, string.Join(", ", retried.Trials.AddRange(retried.Tests))); break;
            case SearchFinishing: LogFinishing(_search.Id); break;
            case TrialsStopped stopped: LogStopped(_search.Id, string.Join(", ", stopped.Trials)); break;
            case TrialExtended extended: LogExtended(_search.Id, extended.Trial, extended.Epochs); break;
            case ReplicateAdded added: LogReplicate(_search.Id, added.Trial, added.Run, added.Reason); break;
            case TrialReused reused: LogReused(_search.Id, reused.Trial, reused.From.Search, reused.From.Number); break;
            case FrontConfirmed confirmed: LogConfirmed(_search.Id, confirmed.Trials.Length); break;
            case SpaceExtended: LogSpace(_search.Id); break;
            case OptimumChosen chosen: LogOptimum(_search.Id, chosen.Trial, chosen.Reason); break;
        }
    }

    private static string Given(string reason) => reason.Length == 0 ? "none" : reason;

    [LoggerMessage(LogLevel.Information, "Search {Search} loaded with {Entries} entries as generation {Generation}")]
    private partial void LogLoaded(SearchId search, long entries, long generation);

    [LoggerMessage(LogLevel.Information, "Search {Search} \"{Name}\" started on {Dataset}")]
    private partial void LogStarted(SearchId search, string name, string dataset);

    [LoggerMessage(LogLevel.Information, "Search {Search} replicate of trial {Trial} added, run {Run}: {Reason}")]
    private partial void LogReplicate(SearchId search, int trial, int run, string reason);

    [LoggerMessage(LogLevel.Information, "Search {Search} trial {Trial} reuses the result of search {From} trial {FromTrial}")]
    private partial void LogReused(SearchId search, int trial, SearchId from, int fromTrial);

    [LoggerMessage(LogLevel.Warning, "Search {Search} could not look up results to reuse, and trains instead: {Reason}")]
    private partial void LogNotReused(Exception? failure, SearchId search, string reason);

    [LoggerMessage(LogLevel.Information, "Search {Search} confirmed its front among {Trials} trials")]
    private partial void LogConfirmed(SearchId search, int trials);

    [LoggerMessage(LogLevel.Information, "Search {Search} is now {State}; reason: {Reason}")]
    private partial void LogState(SearchId search, SearchState state, string reason);

    [LoggerMessage(LogLevel.Information, "Search {Search} trial {Trial} attempt {Attempt}: {Kind} on {Device} of {Silo}")]
    private partial void LogAttempt(SearchId search, int trial, int attempt, LeaseKind kind, string device, string silo);

    [LoggerMessage(
        LogLevel.Debug,
        "Search {Search} trial {Trial} attempt {Attempt}: epoch {Epoch} has validation loss {Loss} and accuracy {Accuracy}")]
    private partial void LogEpoch(SearchId search, int trial, int attempt, int epoch, double loss, double accuracy);

    [LoggerMessage(LogLevel.Information, "Search {Search} trial {Trial} attempt {Attempt} ended as {Outcome}; reason: {Reason}")]
    private partial void LogAttemptEnded(SearchId search, int trial, int attempt, AttemptOutcome outcome, string reason);

    [LoggerMessage(LogLevel.Information, "Search {Search} trial {Trial} dropped its checkpoints ({Bytes} bytes): {Reason}")]
    private partial void LogDropped(SearchId search, int trial, long bytes, string reason);

    [LoggerMessage(LogLevel.Information, "Search {Search} recommends trial {Trial}: {Reason}")]
    private partial void LogOptimum(SearchId search, int trial, string reason);

    [LoggerMessage(LogLevel.Information, "Search {Search} retries trials {Trials}")]
    private partial void LogRetried(SearchId search, string trials);

    [LoggerMessage(LogLevel.Information, "Search {Search} starts no new trials, because a user is finishing it early")]
    private partial void LogFinishing(SearchId search);

    [LoggerMessage(LogLevel.Information, "Search {Search} trials {Trials} were stopped by a user")]
    private partial void LogStopped(SearchId search, string trials);

    [LoggerMessage(LogLevel.Information, "Search {Search} trial {Trial} is extended to {Epochs} epochs")]
    private partial void LogExtended(SearchId search, int trial, int epochs);

    [LoggerMessage(LogLevel.Information, "Search {Search} extended its space")]
    private partial void LogSpace(SearchId search);

    [LoggerMessage(LogLevel.Information, "Search {Search} was deleted")]
    private partial void LogDeleted(SearchId search);

    [LoggerMessage(
        LogLevel.Warning,
        "Search {Search}: ledger write failed; deactivating so that the next activation replays the ledger: {Reason}")]
    private partial void LogGaveUp(Exception? failure, SearchId search, string reason);

    [LoggerMessage(LogLevel.Warning, "Search {Search} could not compute what to try next: {Reason}")]
    private partial void LogNotWorkedOut(Exception? failure, SearchId search, string reason);

    [LoggerMessage(LogLevel.Warning, "Search {Search} could not be read: {Reason}")]
    private partial void LogNotLoaded(Exception? failure, SearchId search, string reason);

    [LoggerMessage(LogLevel.Warning, "Search {Search} could not announce its work to the queue; retrying: {Reason}")]
    private partial void LogNotAnnounced(Exception? failure, SearchId search, string reason);

    [LoggerMessage(
        LogLevel.Warning, "Search {Search} trial {Trial}: its grain did not answer; reading its details from the ledger: {Reason}")]
    private partial void LogNoDetail(Exception? failure, SearchId search, int trial, string reason);
}
