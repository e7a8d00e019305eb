using Paretune.Tuning.Confirmation;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>Decides which worker trains which trial, and when a lease is lost.</summary>
internal static class LeaseScheduler
{
    private const int MostRefused = 50;

    /// <summary>The lease that this worker holds but may not have received, else the next one.</summary>
    public static Lease? Next(UnitOfWork draft, WorkerId worker)
    {
        var record = draft.Record;
        if (record.State != SearchState.Running)
            return null;
        if (record.HeldBy(worker) is { } held)
        {
            if (held.Attempt!.Worker == worker && !held.Signalled)
                return Repeat(draft, held);
            var why = held.Attempt.Worker == worker ? "asked for new work" : "restarted";
            Lose(draft, held, $"{worker.Device} on {worker.Silo} {why} before it finished attempt {held.Attempt.Attempt}");
        }

        if (!record.Trained && record.BudgetUsage!.ReachedAt(draft.Now) is { } reached)
        {
            // Time passes even without reports.
            draft.Add(new BudgetSpent(reached));
            return null;
        }

        return record.Backlog.Next is { } next
            ? Start(draft, record.Find(next.Trial)!, next.Kind, worker) : Propose(draft, worker, MostRefused);
    }

    /// <summary>The strategy's proposal, without configurations that are predicted to be over the limit on latency.</summary>
    /// <param name="refusals">The most that are skipped in one turn; the next request continues.</param>
    private static Lease? Propose(UnitOfWork draft, WorkerId worker, int refusals)
    {
        var record = draft.Record;
        switch (ParkedTrialPolicy.NextFor(record, worker))
        {
            case Proposal.Parked parked:
                return Start(draft, record.Find(parked.Trial)!, LeaseKind.Train, worker);
            case Proposal.NewTrial fresh:
                // Slow proposals are computed outside the turns, once for each request.
                var isSlow = record.Strategy!.From is not null;
                var trial = Add(draft, fresh);
                var lease = Start(draft, trial, LeaseKind.Train, worker);
                if (LatencyPrediction.WhyOver(record, trial.Network, trial.Cost, worker.Silo) is not { } over)
                    return lease;
                draft.End(trial, AttemptOutcome.Stopped, TrialState.Stopped, over);
                return isSlow || refusals == 1 ? null : Propose(draft, worker, refusals - 1);
            default:
                return record.NextReplicate is { } replicate ? Start(draft, RunAgain(draft, replicate), LeaseKind.Train, worker) : null;
        }
    }

    public static TrialRecord Add(UnitOfWork draft, Proposal.NewTrial fresh)
    {
        var candidate = fresh.Candidate;
        draft.Add(new TrialAdded(fresh.Number, candidate.Configuration, candidate.Cost, candidate.Network)
        {
            From = draft.Record.Strategy!.From,
        });
        return draft.Record.Find(fresh.Number)!;
    }

    private static TrialRecord RunAgain(UnitOfWork draft, TrialRecord trial)
    {
        var sure = CertaintyText.Share(draft.Record.FrontTracker!.Confirming.Estimate(trial.Number));
        draft.Add(new ReplicateAdded(trial.Number, trial.Runs + 1, $"on the front with probability {sure}"));
        return trial;
    }

    /// <summary>Ends every attempt whose process is gone, or that has not signalled for the length of a lease.</summary>
    public static int Expire(UnitOfWork draft, Func<WorkerId, bool> isGone)
    {
        var lost = draft.Record.Live
            .Select(trial => (Trial: trial, Reason: WhyLost(draft.Now, trial, isGone))).Where(live => live.Reason is not null)
            .OrderBy(live => live.Trial.Number).ToList();
        foreach (var (trial, reason) in lost)
            Lose(draft, trial, reason!);
        return lost.Count;
    }

    /// <summary>Renews a live attempt's lease from its newest step, which confirms that its worker has the lease.</summary>
    /// <returns>Whether the attempt is live.</returns>
    public static bool Renew(SearchRecord record, LeaseRenewal renewal, DateTimeOffset now)
    {
        if (record.Find(renewal.Step.Trial.Number) is not { Live: true } trial || trial.Attempt!.Attempt != renewal.Step.Attempt)
            return false;
        trial.Signalled = true;
        var deadline = now - renewal.Silence + Search.LeaseDuration;
        trial.Deadline = deadline > trial.Deadline ? deadline : trial.Deadline;
        return true;
    }

    private static string? WhyLost(DateTimeOffset now, TrialRecord trial, Func<WorkerId, bool> isGone)
    {
        var worker = trial.Attempt!.Worker;
        return isGone(worker) ? $"{worker.Silo} left the cluster"
            : trial.Deadline <= now ? $"no signal from {worker.Device} on {worker.Silo} for {Search.LeaseDuration.TotalSeconds:0} s"
            : null;
    }

    public static void Lose(UnitOfWork draft, TrialRecord trial, string reason) =>
        draft.End(trial, AttemptOutcome.NodeLost, trial.Unfinished(TrialState.Waiting), reason);

    private static Lease Repeat(UnitOfWork draft, TrialRecord trial)
    {
        trial.Deadline = draft.Now + Search.LeaseDuration;
        return LeaseOf(draft.Record, trial);
    }

    private static Lease Start(UnitOfWork draft, TrialRecord trial, LeaseKind kind, WorkerId worker)
    {
        var attempt = (trial.Attempt?.Attempt ?? 0) + 1;
        draft.Add(new AttemptStarted(trial.Number, attempt, kind, worker, trial.MicroBatchDivisor));
        return LeaseOf(draft.Record, trial);
    }

    private static Lease LeaseOf(SearchRecord record, TrialRecord trial)
    {
        var (spec, attempt) = (record.Spec, trial.Attempt!);
        // One seed for all trials: they share the validation split, without which their accuracies could not be compared.
        var job = new Job(spec.Dataset, trial.Network, trial.Configuration, spec.BaseResolution, trial.Epochs, spec.Seed)
        {
            Latency = spec.Latency,
            TrainImages = spec.TrainImages,
            Precision = spec.Precision,
            Trainer = spec.Trainer,
            TrainerVersion = spec.TrainerVersion,
            Limits = spec.Trainer is null ? null : spec.Limits,
            TrialSeed = record.Started!.Rules == SearchRules.TrialsFirst
                ? null : TrialSeed.Compute(spec.Seed, trial.Network, trial.Configuration, Math.Max(0, trial.Run - 1)),
            Extensions = trial.Extensions,
            Content = record.Started.Dataset.Content,
            IsCommand = spec.IsCommand,
            Metrics = spec.IsCommand ? spec.Metrics : null,
        };
        return new(
            new(record.Id, trial.Number), attempt.Attempt, attempt.Kind, job, trial.Curve.Count, attempt.MicroBatchDivisor,
            Search.LeaseDuration, attempt.Worker, trial.TrainAttempt, record.Started!.Trace)
        {
            RestartedAfter = trial.RestartedAfter,
            OtherRuns = trial.Run > 0 ? [] : trial.OtherAttempts,
        };
    }
}
