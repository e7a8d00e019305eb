using Paretune.Storage.Files;
using Paretune.Training.Tests.Loop;

namespace Paretune.Training.Tests.Commands;

/// <summary>The folder from which a command resumes, wherever its next attempt runs.</summary>
public sealed class CommandCheckpointTests
{
    // Resumes after the epoch that its file names.
    private const string Resuming = """
        state=$PARETUNE_CHECKPOINT/weights/state
        mkdir -p "$PARETUNE_CHECKPOINT/weights"
        done=0; [ -f "$state" ] && done=$(cat "$state")
        echo "after $done, told $PARETUNE_EPOCH" >> ../../begun
        while [ "$done" -lt 3 ]; do
          done=$((done + 1)); echo "$done" > "$state.part"; mv "$state.part" "$state"
          echo "{\"epoch\": $done, \"accuracy\": 0.$done}"
          sleep 0.2
        done
        """;

    [Fact]
    public void The_next_attempt_finds_the_folder_as_the_last_reported_epoch_left_it()
    {
        using var trainer = new ShellTrainer(Resuming);
        trainer.Run(answer: signal => signal is Report { Epoch: 1 } ? Decision.Pause("paused") : Decision.Continue);

        var reports = trainer.Run(trainer.Lease with { Attempt = 2, ReportedEpochs = 1 }).OfType<Report>();

        Assert.Equal([2, 3], reports.Select(report => report.Epoch));
        Assert.Equal(["after 0, told 0", "after 1, told 1"], File.ReadAllLines(Path.Combine(trainer.Home, "begun")));
    }

    [Fact]
    public void A_checkpoint_that_the_ledger_does_not_know_gives_its_report_again_first()
    {
        using var trainer = new ShellTrainer(Resuming);
        trainer.Run(answer: signal => signal is Report { Epoch: 1 } ? Decision.LeaseLost("lost") : Decision.Continue);

        var reports = trainer.Run(trainer.Lease with { Attempt = 2, ReportedEpochs = 0 }).OfType<Report>().ToList();

        Assert.Equal([1, 2, 3], reports.Select(report => report.Epoch));
        Assert.All(reports, report => Assert.Equal(2, report.Attempt));
        Assert.Equal("after 1, told 1", File.ReadAllLines(Path.Combine(trainer.Home, "begun"))[1]);
    }

    [Fact]
    public async Task A_folder_that_was_not_written_since_is_no_checkpoint_of_a_later_epoch()
    {
        using var trainer = new ShellTrainer("""
            echo 1 > "$PARETUNE_CHECKPOINT/state"
            for epoch in 1 2 3; do echo "{\"accuracy\": 0.$epoch}"; sleep 0.2; done
            """);

        trainer.Run();

        var files = await new FolderStore(trainer.Home).List(trainer.Lease.Trial, CancellationToken.None);
        Assert.Equal([1], files.Where(file => file.Epoch is not null).Select(file => file.Epoch!.Value));
    }

    [Fact]
    public void A_checkpoint_over_the_bound_fails_its_attempt()
    {
        using var trainer = new ShellTrainer(
            "head -c 100001 /dev/zero > \"$PARETUNE_CHECKPOINT/state\"; echo '{\"accuracy\": 0.5}'; sleep 60");

        var failure = Assert.Throws<InvalidOperationException>(() => trainer.Run());

        Assert.StartsWith(
            "the checkpoint must have at most 100000 bytes, but PARETUNE_CHECKPOINT holds 100001", failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_gives_the_attempt_back_before_its_report()
    {
        var told = new List<Signal>();
        using var trainer = new ShellTrainer("echo 1 > \"$PARETUNE_CHECKPOINT/state\"; echo '{\"accuracy\": 0.5}'; sleep 60")
        {
            Files = new WatchedStore("unused", file => throw new StorageFullException($"{file} is full", new IOException())),
        };

        Assert.Throws<StorageFullException>(() => trainer.Run(answer: signal =>
        {
            told.Add(signal);
            return Decision.Continue;
        }));

        Assert.Empty(told.OfType<Report>());
    }

    [Fact]
    public void Signals_go_on_while_a_slow_disk_takes_a_checkpoint()
    {
        using var home = new TemporaryFolder();
        using var taken = new ManualResetEventSlim();
        var (isWriting, wasTold) = (false, false);
        using var trainer = new ShellTrainer("echo 1 > \"$PARETUNE_CHECKPOINT/state\"; echo '{\"accuracy\": 0.5}'; sleep 60")
        {
            Files = new WatchedStore(home.Path, file =>
            {
                if (file.Epoch is null)
                    return;
                Volatile.Write(ref isWriting, true);
                wasTold = taken.Wait(TimeSpan.FromSeconds(20));
            }),
        };

        trainer.Run(answer: signal =>
        {
            if (Volatile.Read(ref isWriting))
                taken.Set();
            return signal is Report ? Decision.Pause("paused") : Decision.Continue;
        });

        Assert.True(wasTold);
    }

    [Fact]
    public async Task The_model_that_the_last_epoch_leaves_is_the_trial_s()
    {
        using var trainer = new ShellTrainer("""
            echo weights > "$PARETUNE_MODEL"
            for epoch in 1 2 3; do echo "{\"accuracy\": 0.$epoch}"; done
            """);

        trainer.Run();

        await using var model = await new FolderStore(trainer.Home).Open(TrialFile.Model(trainer.Lease.Trial, 1), CancellationToken.None);
        Assert.Equal("weights\n", await new StreamReader(model!).ReadToEndAsync());
    }
}
