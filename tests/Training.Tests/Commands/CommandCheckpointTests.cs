using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Files;
using Paretune.Testing;
using Paretune.Training.Checkpoints;
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
    public void A_checkpoint_of_another_run_of_the_trial_is_ignored()
    {
        using var trainer = new ShellTrainer(Resuming);
        trainer.Run(answer: signal => signal is Report { Epoch: 1 } ? Decision.Pause("paused") : Decision.Continue);
        trainer.Run(
            trainer.Lease with { Attempt = 2, RestartedAfter = 1 },
            signal => signal is Report { Epoch: 2 } ? Decision.Pause("paused") : Decision.Continue);

        trainer.Run(trainer.Lease with { Attempt = 3, ReportedEpochs = 2, OtherRuns = [2] });

        Assert.Equal("after 1, told 1", File.ReadAllLines(Path.Combine(trainer.Home, "begun"))[2]);
    }

    [Theory]
    [InlineData("$PARETUNE_CHECKPOINT/weights")]
    [InlineData("weights")]
    [InlineData("./weights/")]
    [InlineData("weights/state")]
    [InlineData("not-there-yet")]
    public void A_link_in_the_folder_leads_to_the_same_place_in_the_next_attempt_s(string target)
    {
        using var trainer = new ShellTrainer($"ln -sfn \"{target}\" \"$PARETUNE_CHECKPOINT/latest\"\n{Resuming}");
        trainer.Run(answer: signal => signal is Report { Epoch: 1 } ? Decision.Pause("paused") : Decision.Continue);

        var reports = trainer.Run(trainer.Lease with { Attempt = 2, ReportedEpochs = 1 }).OfType<Report>();

        Assert.Equal([2, 3], reports.Select(report => report.Epoch));
        Assert.Equal("after 1, told 1", File.ReadAllLines(Path.Combine(trainer.Home, "begun"))[1]);
    }

    [Fact]
    public void A_link_that_leads_out_of_the_folder_fails_its_attempt()
    {
        using var trainer = new ShellTrainer("ln -s /etc \"$PARETUNE_CHECKPOINT/base\"; echo '{\"accuracy\": 0.5}'; sleep 60");

        var failure = Assert.Throws<InvalidOperationException>(() => trainer.Run());

        Assert.EndsWith("but base leads to /etc; copy the file instead", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_unpacked_is_passed_over_for_the_one_before()
    {
        using var trainer = new ShellTrainer(Resuming);
        var told = trainer.Run(answer: signal => signal is Report { Epoch: 2 } ? Decision.Pause("paused") : Decision.Continue);
        await new CheckpointStore(new FolderStore(trainer.Home), trainer.Lease.Trial, attempt: 1, NullLogger.Instance).Save(
            new(told.OfType<Report>().Last(), 2, 0), archive => archive.Write(Enumerable.Repeat((byte)'x', 2048).ToArray()), default);

        trainer.Run(trainer.Lease with { Attempt = 2, ReportedEpochs = 2 });

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

    [Fact, Trait("needs", "root")]
    public async Task A_full_disk_of_the_worker_gives_the_attempt_back()
    {
        using var trainer = new ShellTrainer("exit 0");
        await using var disk = await SmallDisk.Mount(trainer.Attempts, megabytes: 1);
        disk.Fill();

        Assert.Throws<StorageFullException>(() => trainer.Run());

        Assert.Empty(Directory.GetDirectories(trainer.Attempts));
    }

    [Fact, Trait("needs", "root")]
    public async Task A_disk_of_the_worker_with_less_space_than_a_checkpoint_gives_the_attempt_back()
    {
        const int Disk = 1 << 20, Free = 1 << 16;
        using var trainer = new ShellTrainer($"head -c 90000 /dev/zero > \"$PARETUNE_CHECKPOINT/large\"\n{Resuming}");
        trainer.Run(answer: signal => signal is Report { Epoch: 1 } ? Decision.Pause("paused") : Decision.Continue);
        await using var disk = await SmallDisk.Mount(trainer.Attempts, megabytes: 1);
        await File.WriteAllBytesAsync(Path.Combine(trainer.Attempts, "filler"), new byte[Disk - Free]);

        Assert.Throws<StorageFullException>(() => trainer.Run(trainer.Lease with { Attempt = 2, ReportedEpochs = 1 }));

        Assert.Empty(Directory.GetDirectories(trainer.Attempts));
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

        Assert.Equal("weights\n", await Model(trainer.Home, trainer.Lease.Trial, attempt: 1));
    }

    [Fact]
    public async Task The_next_attempt_has_the_model_if_the_last_report_was_not_answered()
    {
        using var trainer = new ShellTrainer($"echo weights > \"$PARETUNE_MODEL\"\n{Resuming}");
        trainer.Run(answer: signal => signal is Report { Epoch: 3 } ? Decision.LeaseLost("lost") : Decision.Continue);

        trainer.Run(trainer.Lease with { Attempt = 2, ReportedEpochs = 2 });

        Assert.Equal("weights\n", await Model(trainer.Home, trainer.Lease.Trial, attempt: 2));
        Assert.Single(File.ReadAllLines(Path.Combine(trainer.Home, "begun")));
    }

    [Fact]
    public async Task The_next_attempt_has_the_model_if_there_was_no_space_for_it()
    {
        using var home = new TemporaryFolder();
        var refused = false;
        using var trainer = new ShellTrainer($"echo weights > \"$PARETUNE_MODEL\"\n{Resuming}")
        {
            Files = new WatchedStore(home.Path, file =>
            {
                if (file.Name == "model.safetensors" && !refused)
                {
                    refused = true;
                    throw new StorageFullException($"{file} is full", new IOException());
                }
            }),
        };
        Assert.Throws<StorageFullException>(() => trainer.Run());

        trainer.Run(trainer.Lease with { Attempt = 2, ReportedEpochs = 2 });

        Assert.Equal("weights\n", await Model(home.Path, trainer.Lease.Trial, attempt: 2));
    }

    private static async Task<string> Model(string home, TrialId trial, int attempt)
    {
        await using var model = await new FolderStore(home).Open(TrialFile.Model(trial, attempt), CancellationToken.None);
        return await new StreamReader(Assert.IsType<Stream>(model, exactMatch: false)).ReadToEndAsync();
    }
}
