using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Silo.Workers;
using Paretune.Storage.Files;
using Paretune.Testing;
using Paretune.Training.Loop;

namespace Paretune.Silo.Tests.Workers;

public sealed class WorkerTests
{
    private static readonly WorkerId Id = new("host", "cpu", "1");
    private static readonly Lease GivenLease = new(
        new(new("aaaaaaaa"), 1), 2, LeaseKind.Train, new("shapes", "dilated-separable", new(1, 1, 1, 0.001, 0, 8), 32, 3, 1), 0, 1,
        TimeSpan.FromSeconds(30), Id);

    private readonly List<TrialId> _ended = [];

    [Fact]
    public void Each_signal_is_handed_on_and_the_next_is_asked_for_only_when_told_to_continue()
    {
        var asked = 0;
        var coordinator = new ScriptedCoordinator((_, told) => told < 3 ? Decision.Continue : Decision.Stop("enough"));

        Worker(coordinator, (_, _, _) => Steps().Select(step => { asked++; return step; })).Work(GivenLease, CancellationToken.None);

        Assert.Equal([1, 2, 3], coordinator.Received.Cast<StepProgress>().Select(step => step.Step));
        Assert.Equal(3, asked);
    }

    [Theory]
    [InlineData(DecisionKind.Pause)]
    [InlineData(DecisionKind.LeaseLost)]
    public void A_trial_that_is_taken_away_is_dropped_without_another_word(DecisionKind kind)
    {
        var coordinator = new ScriptedCoordinator((_, _) => new(kind, "told so"));

        Worker(coordinator, (_, _, _) => Steps()).Work(GivenLease, CancellationToken.None);

        Assert.Single(coordinator.Received);
    }

    [Fact]
    public void A_report_whose_answer_was_lost_is_told_again_until_there_is_one()
    {
        var coordinator = new ScriptedCoordinator((_, told) => told < 3 ? throw new TimeoutException() : Decision.Stop("enough"));

        Worker(coordinator, (_, _, _) => [Result]).Work(GivenLease, CancellationToken.None);

        Assert.Equal([Result, Result, Result], coordinator.Received);
    }

    [Fact]
    public void Training_goes_on_while_steps_get_no_answer()
    {
        var coordinator = new ScriptedCoordinator((_, _) => throw new TimeoutException());

        Worker(coordinator, (_, _, _) => Steps()).Work(GivenLease, CancellationToken.None);

        Assert.Equal([1, 2, 3, 4, 5], coordinator.Received.Cast<StepProgress>().Select(step => step.Step));
    }

    [Fact]
    public void A_late_answer_to_a_step_is_obeyed_at_a_later_one()
    {
        var answer = new TaskCompletionSource<Decision>();
        var coordinator = new LateCoordinator(answer.Task);
        var asked = 0;

        Worker(coordinator, (_, _, _) => Steps().Select(step =>
        {
            if (++asked == 4)
                answer.SetResult(Decision.Pause("paused"));
            return step;
        })).Work(GivenLease, CancellationToken.None);

        Assert.Equal((4, 1), (asked, coordinator.Received));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_trainer_that_fails_gives_its_attempt_back_with_the_reason(Exception failure, AttemptFailure told)
    {
        var coordinator = new ScriptedCoordinator((_, _) => Decision.Stop("noted"));

        Worker(coordinator, (_, _, _) => throw failure).Work(GivenLease, CancellationToken.None);

        var end = Assert.IsType<AttemptEnd>(Assert.Single(coordinator.Received));
        Assert.Equal((told, failure.Message, 2), (end.Failure, end.Message, end.Attempt));
    }

    public static TheoryData<Exception, AttemptFailure> Failures() => new()
    {
        { new DeviceOutOfMemoryException("no memory", new IOException()), AttemptFailure.OutOfMemory },
        { new StorageFullException("disk full", new IOException()), AttemptFailure.Preempted },
        { new FileStoreException("the bucket refuses", mayPass: false), AttemptFailure.Preempted },
        { new IOException("disk broken"), AttemptFailure.Threw },
        { new OperationCanceledException("nobody asked for it"), AttemptFailure.Threw },
    };

    [Fact]
    public void A_worker_that_is_stopped_gives_its_attempt_back_uncounted()
    {
        using var stop = new CancellationTokenSource();
        var coordinator = new ScriptedCoordinator((signal, _) =>
        {
            if (signal is StepProgress { Step: 2 })
                stop.Cancel();
            return Decision.Continue;
        });

        Worker(coordinator, Interruptible).Work(GivenLease, stop.Token);

        Assert.Equal(AttemptFailure.Preempted, Assert.IsType<AttemptEnd>(coordinator.Received[^1]).Failure);
    }

    [Fact]
    public void A_worker_asks_again_when_there_was_no_lease_or_no_answer()
    {
        using var stop = new CancellationTokenSource();
        var asked = 0;
        var coordinator = new ScriptedCoordinator((_, _) => Decision.Stop("enough"))
        {
            Leases = () =>
            {
                switch (++asked)
                {
                    case 1: return Task.FromResult<Lease?>(null);
                    case 2: throw new TimeoutException();
                    case 3: return Task.FromResult<Lease?>(GivenLease);
                    default: stop.Cancel(); return Task.FromResult<Lease?>(null);
                }
            },
        };

        Worker(coordinator, (_, _, _) => Steps()).Run(stop.Token);

        Assert.Equal(4, asked);
        Assert.Single(coordinator.Received);
        Assert.Equal([GivenLease.Trial], _ended);
    }

    private static readonly TestResult Result = new() { Trial = GivenLease.Trial, Attempt = GivenLease.Attempt, Accuracy = 0.5, Loss = 1 };

    private Worker Worker(ICoordinator coordinator, Train train) =>
        new(Id, "CPU", coordinator, train, _ended.Add, new(new Meters()), TimeProvider.System, NullLogger<Worker>.Instance);

    private static IEnumerable<Signal> Steps() => Enumerable.Range(1, 5).Select(step => new StepProgress
    {
        Trial = GivenLease.Trial,
        Attempt = GivenLease.Attempt,
        Epoch = 1,
        Step = step,
        Steps = 5,
        ImagesPerSecond = 1,
    });

    private static IEnumerable<Signal> Interruptible(Lease lease, Func<Decision> decision, CancellationToken cancellation)
    {
        foreach (var step in Steps())
        {
            cancellation.ThrowIfCancellationRequested();
            yield return step;
        }
    }
}
