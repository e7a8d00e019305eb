using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>The system clock is set back under a running silo, as a time service or an administrator may do.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task A_clock_that_is_set_back_twenty_minutes_stops_nothing_and_is_told()
    {
        using var home = new Home();
        await using var silo = Launch(home);
        await silo.Ready();
        await silo.Ended(await silo.Submit(Search));

        await Step(home, "-20m");
        var after = await silo.Submit(Search);
        await silo.Ended(after);

        Assert.Equal(SearchState.Completed, (await silo.Show(after)).State);
        await silo.Says("The system clock was set back by 00:20:00");
    }

    [Fact]
    public async Task A_program_trains_on_while_the_clock_goes_hours_ahead_and_back()
    {
        using var home = new Home();
        var trainer = Directory.CreateDirectory(Path.Combine(home.Path, "trainers", "waits")).FullName;
        var go = Path.Combine(home.Path, "go");
        // Measured by the system clock, a step would exceed the idle timeout and the lease.
        await File.WriteAllTextAsync(Path.Combine(trainer, "trainer.yaml"), "command: [sh, train.sh]\ncollect: stdout\nidleTimeout: 600\n");
        await File.WriteAllTextAsync(
            Path.Combine(trainer, "train.sh"),
            $$"""
            for epoch in 1 2 3; do
                until [ -e '{{go}}'$epoch ]; do sleep 0.1; done
                sleep 3 # so long each epoch trains at the clock that was set
                echo "{\"epoch\": $epoch, \"accuracy\": 0.5, \"loss\": 1}"
            done
            """);
        await using var silo = Launch(home);
        await silo.Ready();
        var id = await silo.Submit(new { trainer = "waits", epochs = 3, space = new { learningRate = new[] { 0.1 } } });

        (int Epoch, string Clock)[] epochs = [(1, "+0"), (2, "+2h"), (3, "-20m")];
        foreach (var (epoch, clock) in epochs)
        {
            await Step(home, clock);
            await File.WriteAllTextAsync($"{go}{epoch}", "");
            await silo.Until(id, entry => KilledRun.IsReport(entry, trial: 1, epoch), TimeSpan.FromMinutes(2));
        }

        await silo.Ended(id);
        Assert.Equal(SearchState.Completed, (await silo.Show(id)).State);
        Assert.Equal(1, Assert.Single(await silo.Trials(id)).Attempt);
    }

    private static object Search =>
        new { dataset = "shapes", epochs = 1, baseResolution = 8, space = new { width = new[] { 1, 0.5 } }, reuse = false };

    /// <summary>Starts a silo whose system clock a test sets.</summary>
    private static SiloProcess Launch(Home home)
    {
        File.WriteAllText(StepFile(home), "+0");
        return SiloProcess.Launch(home.Path, TestPort.Find(), new Dictionary<string, string>(FakeClock.Settings())
        {
            ["Paretune__Devices"] = "simulated:1",
            ["FAKETIME_TIMESTAMP_FILE"] = StepFile(home),
            ["FAKETIME_NO_CACHE"] = "1",
        });
    }

    private static Task Step(Home home, string by) => File.WriteAllTextAsync(StepFile(home), by);

    private static string StepFile(Home home) => Path.Combine(home.Path, "step");
}
