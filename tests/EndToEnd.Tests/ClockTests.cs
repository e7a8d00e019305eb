namespace Paretune.EndToEnd.Tests;

/// <summary>The time of day is set back under a running silo, as a time service or an administrator does.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task A_clock_that_is_set_back_twenty_minutes_stops_nothing_and_is_told()
    {
        var shim = OperatingSystem.IsLinux()
            ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions
            {
                RecurseSubdirectories = true,
                IgnoreInaccessible = true
            })
                .FirstOrDefault() : null;
        Assert.SkipWhen(shim is null, "a clock that is set needs faketime: apt-get install faketime, or ./test.sh, which does");
        using var home = new Home();
        var step = Path.Combine(home.Path, "step");
        await File.WriteAllTextAsync(step, "+0");
        await using var silo = SiloProcess.Launch(home.Path, SiloProcess.FreePort(), new Dictionary<string, string>
        {
            ["Paretune__Devices"] = "simulated:1",
            ["LD_PRELOAD"] = shim!,
            ["FAKETIME_TIMESTAMP_FILE"] = step,
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        });
        await silo.Ready();
        await silo.Ended(await silo.Submit(Search));

        await File.WriteAllTextAsync(step, "-20m");
        var after = await silo.Submit(Search);
        await silo.Ended(after);

        Assert.Equal(SearchState.Completed, (await silo.Show(after)).State);
        await silo.Says("The system clock was set back: it stands 00:20:00");
    }

    private static object Search =>
        new { dataset = "shapes", epochs = 1, baseResolution = 8, space = new { width = new[] { 1, 0.5 } }, reuse = false };
}
