namespace Paretune.Dashboard.Tests.Programs;

/// <summary>How long a program keeps its trial, on a separate clock that the test sets.</summary>
public sealed class ProgramLeaseTests : IAsyncLifetime
{
    private readonly Api _api = new();

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_program_that_hangs_loses_its_lease_and_what_it_says_later_is_refused()
    {
        var search = await ExternalSearch.On(_api);
        await search.Lease("lab-1");
        await search.Report(1, 1, 1);
        await search.Lease("lab-2");

        // The other program stays alive, so that the search sees no gap in its own time.
        await Pass(TimeSpan.FromSeconds(35), () => search.Signal(2, new { attempt = 1, kind = "progress", epoch = 1 }));
        var ended = await Ended(search, trial: 1);
        var late = await search.Report(1, 1, 2);
        var next = await search.Lease("lab-3");

        Assert.Equal(AttemptOutcome.NodeLost, ended.Outcome);
        Assert.Contains("no signal from program on lab-1 for 30 s", ended.Reason, StringComparison.Ordinal);
        Assert.Equal("leaseLost", late["decision"]!.GetValue<string>());
        Assert.Equal((1, 2, 1), ((int)next["trial"]!, (int)next["attempt"]!, (int)next["epoch"]!));
    }

    [Fact]
    public async Task Progress_renews_a_lease()
    {
        var search = await ExternalSearch.On(_api);
        await search.Lease("lab-1");
        await search.Lease("lab-2");

        await Pass(TimeSpan.FromSeconds(45), () => search.Signal(1, new { attempt = 1, kind = "progress", epoch = 1 }));
        await Ended(search, trial: 2);

        Assert.Equal("continue", (await search.Report(1, 1, 1))["decision"]!.GetValue<string>());
    }

    private async Task Pass(TimeSpan time, Func<Task> meanwhile)
    {
        var step = TimeSpan.FromSeconds(5);
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            _api.Clock.Advance(step);
            await meanwhile();
        }
    }

    /// <summary>Returns the first attempt of a trial, once the search has checked for expired leases.</summary>
    private async Task<AttemptView> Ended(ExternalSearch search, int trial)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var first = (await _api.Get<TrialDetail>($"/api/searches/{search.Id}/trials/{trial}")).Attempts[0];
            if (first.Outcome is not null)
                return first;
            await pace.WaitForNextTickAsync(limit.Token);
        }
    }
}
