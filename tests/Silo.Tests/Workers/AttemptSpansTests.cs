using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Silo.Workers;
using Paretune.Testing;

namespace Paretune.Silo.Tests.Workers;

public sealed class AttemptSpansTests : IDisposable
{
    private const string Submit = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
    private static readonly WorkerId Id = new("host", "cpu", "1");

    // A unique search, because activity sources are per process and other tests run concurrently.
    private readonly Lease _lease = new(
        new(new(Guid.NewGuid().ToString("N")[..8]), 1), 2, LeaseKind.Train,
        new("shapes", "dilated-separable", new(1, 1, 1, 0.001, 0, 8), 32, 2, 1), 0, 1,
        TimeSpan.FromSeconds(30), Id, Trace: Submit);

    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public AttemptSpansTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "Paretune",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (_ended)
                    _ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void An_attempt_s_trace_holds_its_lease_and_its_epochs_and_names_where_it_was_submitted()
    {
        Work(_lease, [Step(1), Report(1), Step(2), Report(2)], signal => signal is Report { Epoch: 2 }
            ? Decision.Stop("completed") : Decision.Continue);

        var attempt = Single("attempt");
        var link = Assert.Single(attempt.Links).Context;
        Assert.Equal(Submit, $"00-{link.TraceId}-{link.SpanId}-01");
        Assert.Null(attempt.Parent);
        Assert.Equal(
            ("stop", "completed", "train", 2),
            (attempt.GetTagItem("paretune.outcome"), attempt.GetTagItem("paretune.reason"), attempt.GetTagItem("paretune.kind"),
                (int)attempt.GetTagItem("paretune.attempt")!));
        Assert.Equal(["lease", "epoch 1", "epoch 2"], Inside(attempt));
    }

    [Fact]
    public void What_a_trainer_does_meanwhile_lies_in_its_epoch()
    {
        var seen = new List<string?>();

        Work(_lease, new[] { Report(1), Report(2) }.Select(report =>
        {
            seen.Add(Activity.Current?.OperationName);
            return report;
        }), signal => Decision.Continue);

        Assert.Equal(["epoch", "epoch"], seen);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void An_attempt_that_throws_says_so()
    {
        Work(_lease, Throwing(), _ => Decision.Stop("noted"));

        var attempt = Single("attempt");
        Assert.Equal(
            (ActivityStatusCode.Error, "no such luck", "threw"),
            (attempt.Status, attempt.StatusDescription, attempt.GetTagItem("paretune.outcome")));
    }

    [Fact]
    public void A_test_is_a_span_too()
    {
        Work(_lease with { Kind = LeaseKind.Test }, [new TestResult { Trial = _lease.Trial, Attempt = 2, Accuracy = 0.5, Loss = 1 }],
            _ => Decision.Stop("completed"));

        Assert.Equal(["lease", "test "], Inside(Single("attempt")));
    }

    private static void Work(Lease lease, IEnumerable<Signal> signals, Func<Signal, Decision> answer) => new Worker(
        Id, "CPU", new ScriptedCoordinator((signal, _) => answer(signal)), (_, _, _) => signals, _ => { }, new(new Meters()),
        TimeProvider.System, NullLogger<Worker>.Instance)
        .Work(lease, CancellationToken.None);

    private Activity Single(string name)
    {
        lock (_ended)
            return _ended.Single(
                activity => activity.OperationName == name
                    && activity.GetTagItem("paretune.search") as string == _lease.Trial.Search.Value);
    }

    private string[] Inside(Activity attempt)
    {
        lock (_ended)
            return [.. _ended.Where(activity => activity.ParentSpanId == attempt.SpanId && activity.TraceId == attempt.TraceId)
                .Select(
                    activity => activity.OperationName is "lease"
                        ? "lease" : $"{activity.OperationName} {activity.GetTagItem("paretune.epoch")}")];
    }

    private StepProgress Step(int epoch) =>
        new() { Trial = _lease.Trial, Attempt = 2, Epoch = epoch, Step = 1, Steps = 2, ImagesPerSecond = 1 };

    private Report Report(int epoch) => new()
    {
        Trial = _lease.Trial,
        Attempt = 2,
        Epoch = epoch,
        TrainLoss = 1,
        TrainAccuracy = 0.5,
        ValidationLoss = 1,
        Accuracy = 0.5,
        LearningRate = 0.001,
        Seconds = 1,
        ImagesPerSecond = 100,
        PeakMemoryBytes = 1,
    };

    private static IEnumerable<Signal> Throwing() =>
        Enumerable.Range(1, 1).Select<int, Signal>(_ => throw new InvalidOperationException("no such luck"));
}
