using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Paretune.Silo.Workers;
using Paretune.Testing;

namespace Paretune.Silo.Tests.Workers;

public sealed class WorkerMeterTests : IDisposable
{
    private static readonly WorkerId Id = new("host", "cuda:0", "1");
    private static readonly Lease GivenLease = new(
        new(new("aaaaaaaa"), 1), 2, LeaseKind.Train, new("shapes", "dilated-separable", new(1, 1, 1, 0.001, 0, 8), 32, 2, 1), 0, 1,
        TimeSpan.FromSeconds(30), Id);

    private readonly FakeTimeProvider _clock = new();
    private readonly Meters _meters = new();
    private readonly MeterReader _reader;
    private readonly WorkerMeter _meter;

    public WorkerMeterTests() => (_reader, _meter) = (new(_meters), new(_meters));

    public void Dispose()
    {
        _reader.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public void A_device_is_busy_fast_and_silent_while_it_works_and_none_of_it_after()
    {
        var seen = new List<double?[]>();
        Work(Signals(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(7));
            seen.Add(Now());
        }));

        Assert.Equal([1, 7, 0], seen[0]);
        Assert.Equal([1, 7, 250], seen[1]);
        Assert.Equal([0, 0, 0], Now());
    }

    [Fact]
    public void An_epoch_s_seconds_and_images_are_told_when_it_is_reported()
    {
        Work(Signals(() => { }));

        Assert.Equal([40], _reader.All("paretune.epoch.duration device=cuda:0"));
        Assert.Equal([10_000], _reader.All("paretune.images device=cuda:0"));
    }

    [Fact]
    public void While_it_waits_for_an_answer_a_device_is_not_silent()
    {
        var seen = new List<double?>();
        var coordinator = new ScriptedCoordinator((_, _) =>
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            seen.Add(Now()[1]);
            return Decision.Stop("enough");
        });

        Work(Signals(() => { }).OfType<Report>(), coordinator);

        Assert.Equal([0], seen);
    }

    private double?[] Now() =>
        [_reader.Now("paretune.device.busy device=cuda:0"), _reader.Now("paretune.device.silence device=cuda:0"),
            _reader.Now("paretune.device.images_per_second device=cuda:0")];

    private void Work(IEnumerable<Signal> signals, ScriptedCoordinator? coordinator = null)
    {
        var worker = new Worker(
            Id, "GPU",
            coordinator ?? new ScriptedCoordinator((signal, _) => signal is Report ? Decision.Stop("completed") : Decision.Continue),
            (_, _, _) => signals, _ => { }, _meter, _clock, NullLogger<Worker>.Instance);
        _meter.Follow(worker);
        worker.Work(GivenLease, CancellationToken.None);
    }

    private static IEnumerable<Signal> Signals(Action meanwhile)
    {
        meanwhile();
        yield return new StepProgress { Trial = GivenLease.Trial, Attempt = 2, Epoch = 1, Step = 1, Steps = 2, ImagesPerSecond = 250 };
        meanwhile();
        yield return new Report
        {
            Trial = GivenLease.Trial,
            Attempt = 2,
            Epoch = 1,
            TrainLoss = 1,
            TrainAccuracy = 0.5,
            ValidationLoss = 1,
            Accuracy = 0.5,
            LearningRate = 0.001,
            Seconds = 40,
            ImagesPerSecond = 250,
            PeakMemoryBytes = 1,
        };
    }
}
