using Paretune.Training.Commands;

namespace Paretune.Training.Tests.Commands;

/// <summary>A worker's attempts with real programs: their reports, and how they end.</summary>
public sealed class CommandRunnerTests
{
    private const string ThreeEpochs = """
        for epoch in 1 2 3; do echo "{\"epoch\": $epoch, \"accuracy\": 0.$epoch, \"loss\": 1, \"f1\": 0.5, \"note\": \"ours\"}"; done
        """;

    [Fact]
    public void Reports_are_read_from_standard_output_with_the_metrics_of_the_trainer()
    {
        using var trainer = new ShellTrainer("echo begins\n" + ThreeEpochs);

        var reports = trainer.Run().OfType<Report>().ToList();

        Assert.Equal([(1, 0.1), (2, 0.2), (3, 0.3)], reports.Select(report => (report.Epoch, report.Accuracy)));
        Assert.All(reports, report => Assert.Equal(0.5, report.Metrics!["f1"]));
        Assert.Empty(Directory.GetDirectories(trainer.Attempts));
    }

    [Fact]
    public void A_report_without_an_epoch_is_of_the_next()
    {
        using var trainer = new ShellTrainer("for i in a b c; do echo '{\"accuracy\": 0.5}'; done");

        Assert.Equal([1, 2, 3], trainer.Run().OfType<Report>().Select(report => report.Epoch));
    }

    [Theory]
    [InlineData("""{"note": 1, "note": 2}""")]
    [InlineData("""{"\udc80": 1, "accuracy": 0.5}""")]
    [InlineData("""{"accuracy": null}""")]
    [InlineData("""{"accuracy": """)]
    public void A_line_that_is_not_a_report_is_ignored(string line)
    {
        using var trainer = new ShellTrainer($"printf '%s\\n' '{line}'; for i in a b c; do echo '{{\"accuracy\": 0.5}}'; done");

        Assert.Equal([1, 2, 3], trainer.Run().OfType<Report>().Select(report => report.Epoch));
    }

    [Fact]
    public void Of_a_key_that_a_line_repeats_the_last_value_counts()
    {
        using var trainer = new ShellTrainer(
            "for i in a b c; do echo '{\"level\": 1, \"accuracy\": 0.5, \"f1\": 0, \"level\": 2, \"accuracy\": 0.7, \"f1\": 1}'; done");

        Assert.All(
            trainer.Run().OfType<Report>(), report => Assert.Equal((0.7, 1), (report.Accuracy, report.Metrics!["f1"])));
    }

    [Theory]
    [InlineData("exit 0", AttemptFailure.Threw, "the program exited with code 0, but reported nothing")]
    [InlineData("echo '{\"accuracy\": 0.5}'", AttemptFailure.Threw, "the program exited with code 0 after epoch 1 of 3")]
    [InlineData("echo first >&2; echo last >&2; exit 3", AttemptFailure.Threw, "exit code 3: first\nlast")]
    [InlineData("exit 75", AttemptFailure.Preempted, "the program returned the trial (exit code 75)")]
    [InlineData("kill -SEGV $$", AttemptFailure.Threw, "the program was killed by signal 11 (SIGSEGV)")]
    [InlineData("echo 'torch.OutOfMemoryError: CUDA' >&2; exit 1", AttemptFailure.OutOfMemory, "exit code 1: torch.OutOfMemoryError: CUDA")]
    public void How_a_program_ends_before_its_last_report_says_how_its_attempt_ended(string script, AttemptFailure failure, string reason)
    {
        using var trainer = new ShellTrainer(script);

        var end = trainer.Fails();

        Assert.Equal((failure, reason), (end.Failure, end.Message));
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(137, 0)]
    public void The_kill_of_a_kernel_that_has_no_memory_left_is_told_apart_from_any_other(int code, int signal)
    {
        var killed = new ProcessExit(code, signal);

        Assert.Equal(AttemptFailure.OutOfMemory, CommandEnd.Create(killed, "", wasMemoryShort: true, 1, 3).Failure);
        Assert.Equal(AttemptFailure.Threw, CommandEnd.Create(killed, "", wasMemoryShort: false, 1, 3).Failure);
    }

    [Fact]
    public void A_program_that_is_not_there_fails_with_its_name_and_what_to_do()
    {
        using var trainer = new ShellTrainer("");
        File.WriteAllText(trainer.Declaration, "command: [no-such-program]");

        Assert.StartsWith(
            "no-such-program cannot be run: No such file or directory; check command in trainer.yaml of shell", trainer.Fails().Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"accuracy\": \"0.5\"}", "accuracy: must be a share from 0 to 1, or \"NaN\", but is \"0.5\"")]
    [InlineData("{\"accuracy\": 0.5, \"f1\": 2}", "metrics.f1: must be a number from 0 to 1, but is 2")]
    public void A_report_on_standard_output_that_cannot_be_taken_ends_the_attempt_with_the_reason(string line, string reason)
    {
        using var trainer = new ShellTrainer($"echo '{line}'; sleep 60");

        Assert.StartsWith(
            $"standard output has a report that cannot be accepted: {reason}; it was {{\"accuracy\"", trainer.Fails().Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_reported_as_such()
    {
        using var trainer = new ShellTrainer("echo '{\"accuracy\": 0.5, \"loss\": NaN}'; sleep 60");

        var told = trainer.Run(answer: signal => signal is Report ? Decision.Stop("diverged") : Decision.Continue);

        Assert.True(double.IsNaN(told.OfType<Report>().Single().ValidationLoss));
    }

    [Fact]
    public void A_program_that_hangs_has_failed_once_its_idle_timeout_is_over()
    {
        using var trainer = new ShellTrainer("sleep 60", "idleTimeout: 1\ngrace: 1");

        Assert.StartsWith(
            "the program hangs: no report, no progress and no output for 1 s", trainer.Fails().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signals_go_on_while_a_program_uses_its_grace()
    {
        using var trainer = new ShellTrainer(
            "trap 'touch ../../asked' TERM; until [ -e ../../free ]; do sleep 0.05; done", "idleTimeout: 1\ngrace: 20");
        var wasTold = false;

        trainer.Fails(_ =>
        {
            if (File.Exists(Path.Combine(trainer.Home, "asked")))
            {
                File.WriteAllText(Path.Combine(trainer.Home, "free"), "");
                wasTold = true;
            }

            return Decision.Continue;
        });

        Assert.True(wasTold);
    }

    [Fact]
    public void A_cancel_leaves_a_program_the_rest_of_its_grace()
    {
        using var trainer = new ShellTrainer(
            "trap 'touch ../../asked' TERM; until [ -e ../../cancelled ]; do sleep 0.05; done; touch ../../saved",
            "idleTimeout: 1\ngrace: 20");

        trainer.Run(answer: _ =>
        {
            if (!File.Exists(Path.Combine(trainer.Home, "asked")))
                return Decision.Continue;
            File.WriteAllText(Path.Combine(trainer.Home, "cancelled"), "");
            return Decision.Stop("cancelled");
        });

        Assert.True(File.Exists(Path.Combine(trainer.Home, "saved")));
    }

    [Fact]
    public async Task A_gigabyte_of_output_is_read_and_its_last_ten_megabytes_are_kept()
    {
        using var trainer = new ShellTrainer("head -c 1000000000 /dev/zero | tr '\\0' x\necho\n" + ThreeEpochs, "grace: 1");

        var end = trainer.Fails();

        var (first, text) = await trainer.Output();
        Assert.Equal("the program exited with code 0, but reported nothing", end.Message);
        Assert.InRange(first, 990_000_000, 990_001_000);
        Assert.Equal(10_000_000, text.Length);
        Assert.EndsWith("\"note\": \"ours\"}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_has_what_is_to_be_trained_and_nothing_of_the_worker_s_secrets()
    {
        Environment.SetEnvironmentVariable("PARETUNE_TEST_SECRET", "s3cret");
        using var trainer = new ShellTrainer($"env > ../../seen; cat $PARETUNE_CONFIGURATION > ../../configuration\n{ThreeEpochs}");

        trainer.Run();

        var seen = File.ReadAllLines(Path.Combine(trainer.Home, "seen"));
        Assert.DoesNotContain(seen, line => line.Contains("s3cret", StringComparison.Ordinal));
        Assert.All(
            new[]
            {
                "PARETUNE_SEED=1", "PARETUNE_EPOCHS=3", "PARETUNE_DEVICE=cpu", "CUDA_VISIBLE_DEVICES=", "OMP_NUM_THREADS=2",
                $"PATH={Environment.GetEnvironmentVariable("PATH")}",
            },
            line => Assert.Contains(line, seen));
        Assert.Contains("\"learningRate\":0.001", File.ReadAllText(Path.Combine(trainer.Home, "configuration")), StringComparison.Ordinal);
    }
}
