using System.Runtime.InteropServices;
using Paretune.Training.Commands;

namespace Paretune.Training.Tests.Commands;

/// <summary>No process of an attempt outlives the attempt, whatever it does to prevent that.</summary>
public sealed partial class CommandGroupTests
{
    private const int SetChildSubreaper = 36;
    private const string Report = "echo '{\"accuracy\": 0.5}'";

    [Theory]
    [InlineData("sleep 600 & echo $! > ../../child; ", "in the group")]
    [InlineData(
        "setsid sh -c 'echo $$ > ../../child; exec sleep 600' & while [ ! -s ../../child ]; do :; done; ", "in a session of its own")]
    [InlineData("(sleep 600 & echo $! > ../../child) ; ", "whose parent has gone")]
    public void What_a_program_left_running_ends_with_it(string fork, string place)
    {
        using var trainer = new ShellTrainer($"{fork}exit 3");

        Assert.StartsWith("exit code 3", trainer.Fails().Message, StringComparison.Ordinal);

        Assert.False(trainer.Lives("child"), place);
    }

    [Fact]
    public void A_program_that_is_stopped_ends_with_all_that_it_started()
    {
        using var trainer = new ShellTrainer($"sleep 600 & echo $! > ../../child; echo $$ > ../../leader; {Report}; wait");

        trainer.Run(answer: signal => signal is Report ? Decision.Pause("paused") : Decision.Continue);

        Assert.False(trainer.Lives("leader"));
        Assert.False(trainer.Lives("child"));
    }

    [Theory]
    [InlineData("sleep 600 & ")]
    [InlineData("setsid sleep 600 & ")]
    public void Where_the_worker_inherits_orphans_as_in_a_container_those_of_a_stopped_program_do_not_stay_as_zombies(string fork)
    {
        // The first process does not collect its child.
        using var trainer = new ShellTrainer($"{fork}echo $! > ../../child; {Report}; exec sleep 600");
        Assert.Equal(0, Control(SetChildSubreaper, 1, 0, 0, 0));

        try
        {
            trainer.Run(answer: signal => signal is Report ? Decision.Pause("paused") : Decision.Continue);
        }
        finally
        {
            Assert.Equal(0, Control(SetChildSubreaper, 0, 0, 0, 0));
        }

        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(Path.Combine(trainer.Home, "child")).Trim()}"));
    }

    [Fact]
    public void A_program_that_is_asked_to_end_may_tidy_up_within_its_grace()
    {
        using var trainer = new ShellTrainer(
            $"trap 'echo tidied > ../../tidied; exit 0' TERM; {Report}; sleep 600 & wait", "grace: 20\ncollect: stdout");

        trainer.Run(answer: signal => signal is Report ? Decision.Pause("paused") : Decision.Continue);

        Assert.True(File.Exists(Path.Combine(trainer.Home, "tidied")));
    }

    [Fact]
    public void A_program_that_does_not_listen_is_killed_after_its_grace()
    {
        using var trainer = new ShellTrainer($"trap '' TERM; echo $$ > ../../leader; {Report}; while :; do sleep 1; done");

        trainer.Run(answer: signal => signal is Report ? Decision.Stop("cancelled") : Decision.Continue);

        Assert.False(trainer.Lives("leader"));
    }

    [Fact]
    public void A_worker_that_is_stopped_ends_its_program_and_gives_the_attempt_back()
    {
        using var trainer = new ShellTrainer($"echo $$ > ../../leader; {Report}; sleep 600");
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var signal in trainer.Runner().Run(trainer.Lease, new("cpu", 1), () => Decision.Continue, stop.Token))
                if (signal is Report)
                    stop.Cancel();
        });

        Assert.False(trainer.Lives("leader"));
    }

    [Fact]
    public void Processes_of_a_worker_that_died_are_ended_at_the_next_start()
    {
        using var trainer = new ShellTrainer("");
        var folder = Directory.CreateDirectory(Path.Combine(trainer.Attempts, "aaaaaaaa-1-1")).FullName;
        using var group = new ProcessGroup(
            ["/bin/sh", "-c", "setsid sh -c 'echo $$ > child; exec sleep 600' & echo $$ > leader; wait"], trainer.Home,
            ["TOKEN=abcdef0123"], folder, "abcdef0123", TimeProvider.System);
        SpinWait.SpinUntil(() => File.Exists(Path.Combine(trainer.Home, "child")) && File.Exists(Path.Combine(trainer.Home, "leader"))
            && File.ReadAllText(Path.Combine(trainer.Home, "child")).EndsWith('\n'));

        trainer.Runner().EndOrphans();

        Assert.False(trainer.Lives("leader"));
        Assert.False(trainer.Lives("child"));
        Assert.Empty(Directory.GetDirectories(trainer.Attempts));
    }

    [Fact]
    public void A_command_whose_processes_cannot_be_recorded_is_killed()
    {
        using var trainer = new ShellTrainer("");
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

        Assert.Throws<DirectoryNotFoundException>(() => new ProcessGroup(
            ["/bin/sleep", "600"], trainer.Home, ["TOKEN=fedcba9876"], Path.Combine(trainer.Home, "missing"), "fedcba9876",
            TimeProvider.System));

        Assert.Empty(new ProcessRecord(int.MaxValue, 0, boot, "fedcba9876").Living());
    }

    [Fact]
    public void A_record_of_another_process_that_has_the_id_by_now_ends_nothing()
    {
        using var trainer = new ShellTrainer("");
        using var group = new ProcessGroup(
            ["/bin/sleep", "600"], trainer.Home, [], Directory.CreateDirectory(trainer.Attempts).FullName, "abcdef0123",
            TimeProvider.System);
        var record = ProcessRecord.Read(trainer.Attempts)!;

        Assert.Empty((record with { Started = record.Started - 1, Token = "another" }).Living());
        Assert.Empty((record with { Boot = "an earlier start" }).Living());
        Assert.Equal([record.Session], record.Living());
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nint value, nint third, nint fourth, nint fifth);
}
