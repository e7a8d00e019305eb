using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Paretune.Silo.Workers;
using Paretune.Testing;

namespace Paretune.Silo.Tests.Workers;

public sealed class HeartbeatTests
{
    private static readonly Lease GivenLease = new(
        new(new("aaaaaaaa"), 1), 2, LeaseKind.Train, new("shapes", "vgg16", new(1, 1, 1, 0.001, 0, 8), 64, 3, 1), 1, 1,
        TimeSpan.FromSeconds(30), new("host", "cpu", "1"));

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_step_that_takes_longer_than_the_lease_does_not_lose_it()
    {
        var heard = _clock.GetUtcNow();
        var coordinator = new ScriptedCoordinator((_, _) =>
        {
            var silence = _clock.GetUtcNow() - heard;
            heard = _clock.GetUtcNow();
            return silence < GivenLease.Duration ? Decision.Continue : Decision.LeaseLost($"silent for {silence}");
        });

        Worker(coordinator, After(95, Step(1)), After(95, Step(2)), After(95, Report())).Work(GivenLease, CancellationToken.None);

        Assert.Equal(Report(), coordinator.Received[^1]);
    }

    [Fact]
    public void What_is_repeated_is_the_last_that_is_known()
    {
        var coordinator = new ScriptedCoordinator((_, _) => Decision.Continue);

        Worker(coordinator, After(12, Step(1)), After(12, Report()), After(12, Step(2))).Work(GivenLease, CancellationToken.None);

        Assert.Equal(
            [(2, 0, 0), (2, 1, 5), (2, 1, 5), (3, 0, 5), (2, 2, 5)],
            coordinator.Received.OfType<StepProgress>().Select(step => (step.Epoch, step.Step, step.Steps)));
    }

    [Fact]
    public void A_device_that_makes_its_steps_in_time_has_none_repeated()
    {
        var coordinator = new ScriptedCoordinator((_, _) => Decision.Continue);

        Worker(coordinator, After(9, Step(1)), After(9, Step(2)), After(9, Step(3))).Work(GivenLease, CancellationToken.None);

        Assert.Equal([1, 2, 3], coordinator.Received.Cast<StepProgress>().Select(step => step.Step));
    }

    [Theory]
    [InlineData(DecisionKind.Pause)]
    [InlineData(DecisionKind.LeaseLost)]
    public void What_a_repeated_step_is_answered_ends_the_repeating_and_is_obeyed_at_the_next_step(DecisionKind kind)
    {
        var coordinator = new ScriptedCoordinator((_, told) => told < 2 ? Decision.Continue : new(kind, "told so"));

        Worker(
            coordinator, After(0, Step(1)), After(95, Step(2)),
            () => throw new InvalidOperationException("nobody was to ask for this step"))
            .Work(GivenLease, CancellationToken.None);

        Assert.Equal([1, 1], coordinator.Received.Cast<StepProgress>().Select(step => step.Step));
    }

    [Fact]
    public async Task A_report_waits_for_the_repeated_step_that_is_under_way()
    {
        var answer = new TaskCompletionSource<Decision>();
        var coordinator = new LateCoordinator(answer.Task);
        using var heartbeat = new Heartbeat(GivenLease, coordinator, _clock, NullLogger.Instance);
        var report = Assert.Single(heartbeat.Watch(Signals(After(12, Report()))));

        var told = heartbeat.TellAfter(report);

        Assert.Equal(1, coordinator.Received);
        answer.SetResult(Decision.Continue);
        await told;
        Assert.Equal(2, coordinator.Received);
    }

    [Fact]
    public void A_repeated_step_whose_answer_is_lost_is_followed_by_the_next()
    {
        var coordinator = new LateCoordinator(new TaskCompletionSource<Decision>().Task);
        using var heartbeat = new Heartbeat(GivenLease, coordinator, _clock, NullLogger.Instance);

        Assert.Single(heartbeat.Watch(Signals(After(35, Report()))));

        Assert.Equal(3, coordinator.Received);
    }

    [Fact]
    public void Repeating_hides_no_device_that_hangs()
    {
        var coordinator = new ScriptedCoordinator((_, _) => Decision.Continue);
        int? found = null;
        Worker? worker = null;
        worker = Worker(coordinator, [.. Enumerable.Range(1, 9).Select(step => After(2, Step(step))), () =>
        {
            for (var second = 0; second < 300 && found is null; second++)
            {
                Pass(1);
                found = worker!.StallDetector.Look();
            }

            return Report();
        }]);

        worker.Work(GivenLease, CancellationToken.None);

        Assert.Equal(201, found);
        Assert.Equal(9 + 20 + 1, coordinator.Received.Count);
    }

    private Worker Worker(ICoordinator coordinator, params Func<Signal>[] signals) => new(
        GivenLease.Worker, "CPU", coordinator, (_, _, _) => Signals(signals), _ => { }, new(new Meters()), _clock,
        NullLogger<Worker>.Instance);

    private static IEnumerable<Signal> Signals(params Func<Signal>[] signals) => signals.Select(signal => signal());

    private Func<Signal> After(int seconds, Signal signal) => () =>
    {
        Pass(seconds);
        return signal;
    };

    private void Pass(int seconds)
    {
        for (var second = 0; second < seconds; second++)
            _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private static StepProgress Step(int step) =>
        new() { Trial = GivenLease.Trial, Attempt = GivenLease.Attempt, Epoch = 2, Step = step, Steps = 5, ImagesPerSecond = 1 };

    private static Report Report() => new()
    {
        Trial = GivenLease.Trial,
        Attempt = GivenLease.Attempt,
        Epoch = 2,
        TrainLoss = 1,
        TrainAccuracy = 0.5,
        ValidationLoss = 1,
        Accuracy = 0.5,
        LearningRate = 0.001,
        Seconds = 1,
        ImagesPerSecond = 1,
        PeakMemoryBytes = 1,
    };
}
