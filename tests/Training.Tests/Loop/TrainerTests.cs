using Paretune.Storage.Files;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Loop;

public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public TrainerTests()
    {
        LibtorchLoader.Load();
        set_num_threads(2);
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public void An_easy_data_set_is_learnt()
    {
        var reports = Reports(Learning());

        Assert.Equal([1, 2, 3, 4], reports.Select(report => report.Epoch));
        Assert.True(reports[^1].TrainLoss < reports[0].TrainLoss);
        Assert.InRange(reports[^1].Accuracy, 0.9, 1);
        Assert.Equal(2, reports[^1].ClassAccuracy.Length);
        Assert.All(
            reports, report => Assert.Equal((get_num_threads(), true), (report.Machine!.Threads, report.Machine.Processor.Length > 0)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_trial_stopped_after_any_epoch_goes_on_with_the_same_numbers_to_the_last_bit(int stoppedAfter)
    {
        var straight = Reports(TinyTrial.Lease(trial: 1, search: "straight"));

        var before = Reports(TinyTrial.Lease(trial: 1, search: "stopped"), take: stoppedAfter);
        var after = Reports(TinyTrial.Lease(trial: 1, search: "stopped", attempt: 2, reported: stoppedAfter));

        Assert.Equal(straight.Select(TinyTrial.Figures), before.Concat(after).Select(TinyTrial.Figures));
        Assert.Equal(File.ReadAllBytes(Model("straight", 1)), File.ReadAllBytes(Model("stopped", 2)));
    }

    [Fact]
    public void What_dropout_drops_belongs_to_the_epoch_however_often_the_trial_was_stopped()
    {
        var straight = Reports(Dropping(TinyTrial.Lease(trial: 1, search: "straight")), take: 2);

        var before = Reports(Dropping(TinyTrial.Lease(trial: 1, search: "stopped")), take: 1);
        rand(1);
        var after = Reports(Dropping(TinyTrial.Lease(trial: 1, search: "stopped", attempt: 2, reported: 1)), take: 1);

        Assert.Equal(straight.Select(TinyTrial.Figures), before.Concat(after).Select(TinyTrial.Figures));
    }

    [Fact]
    public void A_trial_trained_further_is_the_same_from_its_checkpoint_as_from_its_start()
    {
        var shorter = Reports(Further(TinyTrial.Lease(trial: 1, search: "further"), 2));
        var further = Reports(Further(TinyTrial.Lease(trial: 1, search: "further", attempt: 2, reported: 2), 4, 2));

        var anew = Reports(Further(TinyTrial.Lease(trial: 1, search: "anew"), 4, 2));

        Assert.Equal([3, 4], further.Select(report => report.Epoch));
        Assert.Equal(anew.Select(TinyTrial.Figures), shorter.Concat(further).Select(TinyTrial.Figures));
        Assert.Equal(File.ReadAllBytes(Model("anew", 1)), File.ReadAllBytes(Model("further", 2)));
        Assert.True(further[0].LearningRate <= shorter[^1].LearningRate, $"{further[0].LearningRate} after {shorter[^1].LearningRate}");
    }

    [Fact]
    public void A_trial_that_begins_anew_leaves_the_checkpoints_of_before_alone()
    {
        Reports(TinyTrial.Lease(trial: 1), take: 1);

        var anew = Reports(TinyTrial.Lease(trial: 1, attempt: 2) with { RestartedAfter = 1 }, take: 1);

        Assert.Equal((1, 2), (anew[0].Epoch, anew[0].Attempt));
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(Model("s", 2))!, "epoch-1.ckpt")));
    }

    [Fact]
    public void A_report_lost_between_checkpoint_and_ledger_is_given_again()
    {
        var first = Reports(TinyTrial.Lease(trial: 1), take: 2);

        var again = Reports(TinyTrial.Lease(trial: 1, attempt: 2, reported: 1));

        Assert.Equal([2, 3, 4], again.Select(report => report.Epoch));
        Assert.Equal(TinyTrial.Figures(first[1]), TinyTrial.Figures(again[0]));
        Assert.Equal(2, again[0].Attempt);
    }

    [Fact]
    public void A_checkpoint_cut_short_is_passed_over_for_the_one_before()
    {
        var straight = Reports(TinyTrial.Lease(trial: 1, search: "straight"));
        Reports(TinyTrial.Lease(trial: 1, search: "cut"), take: 3);
        Shorten(Path.Combine(_home.Path, "searches", "cut", "trials", "1", "attempt-1", "epoch-3.ckpt"));

        var after = Reports(TinyTrial.Lease(trial: 1, search: "cut", attempt: 2, reported: 3));

        Assert.Equal([3, 4], after.Select(report => report.Epoch));
        Assert.Equal(straight.Skip(2).Select(TinyTrial.Figures), after.Select(TinyTrial.Figures));
    }

    [Fact]
    public void Two_checkpoints_are_kept()
    {
        Reports(TinyTrial.Lease(trial: 1));

        var kept = Directory.GetFiles(Path.Combine(_home.Path, "searches", "s", "trials", "1", "attempt-1"), "*.ckpt")
            .Select(Path.GetFileName).Order();
        Assert.Equal(["epoch-3.ckpt", "epoch-4.ckpt"], kept);
    }

    [Fact]
    public void Memory_is_flat_over_epochs()
    {
        CollectTensors();
        var alive = new List<long>();

        using (var device = new TrainingDevice(new TinyImages(), "cpu"))
        {
            foreach (var signal in Trainer(device).Run(TinyTrial.Lease(trial: 1), default))
            {
                if (signal is Report)
                    alive.Add(Tensor.TotalCount);
            }
        }

        // The first epoch creates the optimizer's moments and the best model; after that, no more tensors may stay alive.
        Assert.All(alive.Skip(1), count => Assert.Equal(alive[1], count));
        // Nor may tensors wait for the garbage collector, which does not know a device's memory.
        var left = Tensor.TotalCount;
        CollectTensors();
        Assert.Equal(Tensor.TotalCount, left);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_batch_too_small_to_halve_stays_whole(int batchSize)
    {
        var lease = TinyTrial.Lease(trial: 1);
        var small = lease with { Job = lease.Job with { Configuration = lease.Job.Configuration with { BatchSize = batchSize } } };

        var whole = Reports(small, take: 1);
        var halves = Reports(small with { Trial = new(new("halves"), 1), MicroBatchDivisor = 2 }, take: 1);

        Assert.Equal(whole[0].TrainLoss, halves[0].TrainLoss);
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_the_epoch_at_once()
    {
        // 50 steps per epoch. The first loss is that of the initial weights; the next check is 20 steps later.
        var lease = TinyTrial.Lease(trial: 1);
        var wild =
            lease with { Job = lease.Job with { Configuration = lease.Job.Configuration with { LearningRate = 1e20, BatchSize = 4 } } };
        var trainer = Trainer(time: new LeapingTime());

        var signals = trainer.Run(wild, default).TakeWhile(signal => signal is not Report).OfType<StepProgress>()
            .Where(step => step.Step < step.Steps).ToList();

        Assert.Equal(Enumerable.Range(1, 21), signals.Select(step => step.Step));
        Assert.All(signals, step => Assert.Equal((1, 50), (step.Epoch, step.Steps)));
    }

    [Fact]
    public void A_trial_that_never_had_a_loss_goes_on_from_its_checkpoint()
    {
        var lease = TinyTrial.Lease(trial: 1);
        var wild = lease with { Job = lease.Job with { Configuration = lease.Job.Configuration with { LearningRate = 1e20 } } };
        Reports(wild, take: 1);

        var after = Reports(wild with { Attempt = 2, ReportedEpochs = 1 });

        Assert.Equal([2, 3, 4], after.Select(report => report.Epoch));
        Assert.All(after, report => Assert.True(double.IsNaN(report.ValidationLoss)));
    }

    [Fact]
    public void A_cancel_is_heard_between_two_steps()
    {
        var trainer = Trainer();
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.Throws<OperationCanceledException>(() => trainer.Run(TinyTrial.Lease(trial: 1), cancel.Token).ToList());
    }

    [Fact]
    public void What_an_older_version_simulated_is_never_trained()
    {
        var lease = TinyTrial.Lease(trial: 1);
        var trainer = Trainer();

        var refused = Assert.Throws<InvalidOperationException>(
            () => trainer.Run(lease with { Job = lease.Job with { Network = "simulated" } }, default).First());

        Assert.Contains("network simulated is of an older version and cannot be trained", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kept_model_is_measured_on_the_test_images()
    {
        Reports(Learning());
        var trainer = Trainer();

        var result = trainer.Run(Learning() with { Attempt = 2, Kind = LeaseKind.Test, ModelAttempt = 1 }, default).OfType<TestResult>()
            .Single();

        Assert.InRange(result.Accuracy, 0.9, 1);
        Assert.True(double.IsFinite(result.Loss));
    }

    [Fact]
    public void Images_stay_on_the_device_until_others_take_their_name()
    {
        var images = new TinyImages();
        using var device = new TrainingDevice(images, "cpu");
        var trainer = Trainer(device);

        First(trainer, "one");
        First(trainer, "two");
        var sameImages = images.Opened;
        images.Version = 2;
        First(trainer, "three");

        Assert.Equal((1, 2), (sameImages, images.Opened));

        static void First(Trainer trainer, string search) =>
            _ = trainer.Run(TinyTrial.Lease(trial: 1, search), default).OfType<Report>().First();
    }

    private List<Report> Reports(Lease lease, int take = int.MaxValue)
    {
        using var device = new TrainingDevice(new TinyImages(), "cpu");
        return [.. Trainer(device).Run(lease, default).OfType<Report>().Take(take)];
    }

    private Trainer Trainer(TrainingDevice? device = null, TimeProvider? time = null) => TinyTrial.Trainer(
        device ?? new(new TinyImages(), "cpu"), _home.Path, time);

    private string Model(string search, int attempt) => Path.Combine(_home.Path, TrialFile.Model(new(new(search), 1), attempt).Path);

    /// <summary>Returns a lease of the smallest network with dropout, on enlarged images, because its windows need 21 pixels.</summary>
    private static Lease Dropping(Lease lease) => lease with
    {
        Job = lease.Job with
        {
            Network = "squeezenet",
            BaseResolution = 24,
            Configuration = lease.Job.Configuration with { Width = 1, LearningRate = 0.001 }
        },
    };

    // Small batches, because batch norm's running statistics need about a hundred steps.
    private static Lease Learning()
    {
        var lease = TinyTrial.Lease(trial: 1);
        return lease with { Job = lease.Job with { Configuration = lease.Job.Configuration with { BatchSize = 8 } } };
    }

    private static Lease Further(Lease lease, int epochs, params int[] extensions) =>
        lease with { Job = lease.Job with { Epochs = epochs, Extensions = [.. extensions] } };

    private static void CollectTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static void Shorten(string file)
    {
        using var stream = File.Open(file, FileMode.Open);
        stream.SetLength(stream.Length - 100);
    }
}
