using Paretune.Training.Loop;

namespace Paretune.Training.Tests.Loop;

public sealed class StepGateTests
{
    // Far longer than any test takes; a gate that never opens fails its test and does not block the others.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Steps_of_several_devices_run_side_by_side()
    {
        var gate = new StepGate();
        using var both = new Barrier(2);

        // Each step returns only once the other one is running too.
        await Task.WhenAll(On(() => gate.Step(() => Meet(both))), On(() => gate.Step(() => Meet(both))));
    }

    [Fact]
    public async Task A_measurement_waits_for_the_steps_under_way_and_holds_back_others()
    {
        var gate = new StepGate();
        using var stepping = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var told = new List<string>();
        var step = On(() => gate.Step(() => Log("step", () => { stepping.Set(); Assert.True(release.Wait(Limit)); })));
        Assert.True(stepping.Wait(Limit));
        using var measuring = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();

        var measurement = On(
            () => gate.Step(() => gate.Alone(() => Log("measurement", () => { measuring.Set(); Assert.True(end.Wait(Limit)); }))),
            out var measurer);
        AssertHeldBack(measurer);
        Assert.False(measuring.IsSet);
        release.Set();
        Assert.True(measuring.Wait(Limit));
        var later = On(() => gate.Step(() => Log("later step", () => { })), out var stepper);
        AssertHeldBack(stepper);
        end.Set();
        await Task.WhenAll(step, measurement, later);

        Assert.Equal(["step", "measurement", "later step"], told);

        bool Log(string what, Action work)
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
        return both.SignalAndWait(Limit) ? true : throw new TimeoutException("the other step did not begin");
    }

    /// <summary>Asserts that a thread waits for another one.</summary>
    private static void AssertHeldBack(Thread thread) =>
        Assert.True(SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Limit));

    private static Task<bool> On(Func<bool> work) => On(work, out _);

    private static Task<bool> On(Func<bool> work, out Thread thread)
    {
        var task = new Task<bool>(work);
        thread = new Thread(() => task.RunSynchronously()) { IsBackground = true };
        thread.Start();
        return task;
    }
}
