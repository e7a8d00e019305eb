using Paretune.Training.Loop;

namespace Paretune.Training.Tests.Loop;

public sealed class StepGateTests
{
    [Fact]
    public async Task Steps_of_several_devices_run_side_by_side()
    {
        var gate = new StepGate();
        using var both = new Barrier(2);

        // Neither returns before the other is within its step too.
        await Task.WhenAll(On(() => gate.Step(() => Meet(both))), On(() => gate.Step(() => Meet(both))));
    }

    [Fact]
    public async Task A_measurement_waits_for_the_steps_under_way_and_holds_back_others()
    {
        var gate = new StepGate();
        using var stepping = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var told = new List<string>();
        var step = On(() => gate.Step(() => Told("step", () => { stepping.Set(); release.Wait(); })));
        stepping.Wait();
        using var measuring = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();

        var measurement = On(() => gate.Step(() => gate.Alone(() => Told("measurement", () => { measuring.Set(); end.Wait(); }))));
        Assert.False(measuring.IsSet);
        release.Set();
        measuring.Wait();
        var later = On(() => gate.Step(() => Told("later step", () => { })));
        end.Set();
        await Task.WhenAll(step, measurement, later);

        Assert.Equal(["step", "measurement", "later step"], told);

        bool Told(string what, Action work)
        {
            work();
            lock (told)
                told.Add(what);
            return true;
        }
    }

    [Fact]
    public void A_step_that_throws_leaves_no_measurement_waiting()
    {
        var gate = new StepGate();

        Assert.Throws<InvalidOperationException>(() => gate.Step<bool>(() => throw new InvalidOperationException()));
        Assert.Throws<InvalidOperationException>(() => gate.Step(() => gate.Alone<bool>(() => throw new InvalidOperationException())));

        Assert.True(gate.Step(() => gate.Alone(() => true)));
    }

    private static bool Meet(Barrier both)
    {
        both.SignalAndWait();
        return true;
    }

    private static Task<bool> On(Func<bool> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
