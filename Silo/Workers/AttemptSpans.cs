using System.Diagnostics;
using Paretune.Tuning.Metrics;
using Tags = Paretune.TelemetryNames.Tags;

namespace Paretune.Silo.Workers;

/// <summary>
/// Traces one attempt, from the worker's request for work to its end. The spans are current on the worker's thread, so that they contain
/// the trainer's storage calls and the cluster's decisions. Creates nothing without a listener.
/// </summary>
internal sealed class AttemptSpans : IDisposable
{
    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    private readonly Lease _lease;
    private readonly Activity? _attempt;
    private Activity? _part;

    /// <param name="asked">When the worker asked for work.</param>
    public AttemptSpans(Lease lease, DateTimeOffset asked)
    {
        _lease = lease;
        _attempt = Source.StartActivity(
            TelemetryNames.Attempt, ActivityKind.Internal, default(ActivityContext), TagsOf(lease), LinksOf(lease), asked);
        using (Source.StartActivity(TelemetryNames.Lease, ActivityKind.Internal, default(ActivityContext), startTime: asked))
        {
            // Ends at once: only now is it known that the request returned this lease.
        }

        Begin(lease.ReportedEpochs + 1);
    }

    /// <summary>Records the answer to a signal.</summary>
    public void Answered(Signal signal, Decision decision)
    {
        if (signal is StepProgress && decision.Kind == DecisionKind.Continue)
            return;
        Tag(signal);
        _part?.Dispose();
        _part = null;
        if (decision.Kind == DecisionKind.Continue && signal is Report report)
            Begin(report.Epoch + 1);
        else
            Tag(TelemetryNames.Word(decision.Kind), decision.Reason);
    }

    /// <summary>Records that the attempt was returned.</summary>
    public void Failed(AttemptEnd end)
    {
        Tag(TelemetryNames.Word(end.Failure), end.Message);
        if (end.Failure is not (AttemptFailure.Preempted or AttemptFailure.OverLimits))
            _attempt?.SetStatus(ActivityStatusCode.Error, end.Message);
    }

    public void Dispose()
    {
        _part?.Dispose();
        _attempt?.Dispose();
    }

    private void Begin(int epoch) => _part = _lease.Kind == LeaseKind.Test
        ? Source.StartActivity(TelemetryNames.Test)
        : Source.StartActivity(TelemetryNames.Epoch)?.SetTag(Tags.Epoch, epoch);

    private void Tag(Signal signal)
    {
        if (signal is Report report)
        {
            _part?.SetTag(Tags.Epoch, report.Epoch).SetTag(Tags.ImagesPerSecond, report.ImagesPerSecond);
            foreach (var metric in MetricTable.Default.Rows)
                if (metric.ValueOrNull(report) is { } value)
                    _part?.SetTag(Tags.OfMetric(metric.Key), value);
        }
        else if (signal is TestResult result)
            _part?.SetTag(Tags.OfMetric("accuracy"), result.Accuracy);
    }

    private void Tag(string outcome, string reason) =>
        _attempt?.SetTag(Tags.Outcome, outcome).SetTag(Tags.Reason, reason is "" ? null : reason);

    private static KeyValuePair<string, object?>[] TagsOf(Lease lease) =>
    [
        new(Tags.Search, lease.Trial.Search.Value), new(Tags.Trial, lease.Trial.Number), new(Tags.Attempt, lease.Attempt),
        new(Tags.Kind, TelemetryNames.Word(lease.Kind)), new(Tags.Device, lease.Worker.Device),
        new(Tags.Dataset, lease.Job.Dataset), new(Tags.Network, lease.Job.Network),
    ];

    private static ActivityLink[] LinksOf(Lease lease) =>
        ActivityContext.TryParse(lease.Trace, null, isRemote: true, out var submit) ? [new(submit)] : [];
}
