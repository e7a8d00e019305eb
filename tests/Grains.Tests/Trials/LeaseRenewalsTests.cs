using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Grains.Trials;

namespace Paretune.Grains.Tests.Trials;

/// <summary>The calls of one silo to a search about its running attempts.</summary>
public sealed class LeaseRenewalsTests : IDisposable
{
    private static readonly TimeSpan End = TimeSpan.FromSeconds(30);

    private readonly ScriptedSearch _search;
    private readonly LeaseRenewals _renewals;

    public LeaseRenewalsTests()
    {
        _search = ScriptedSearch.New();
        _renewals = new(Factory.Create(_search), TimeProvider.System, NullLogger<LeaseRenewals>.Instance);
    }

    public void Dispose() => _renewals.Dispose();

    [Fact]
    public async Task All_attempts_of_a_search_are_renewed_with_one_call()
    {
        var asked = _search.Next();
        for (var trial = 1; trial <= 100; trial++)
            _renewals.Begin(Step(trial));
        await asked.WaitAsync(End);

        var renewed = await _search.Next().WaitAsync(End);

        Assert.Equal(Enumerable.Range(1, 100), renewed.Select(renewal => renewal.Step.Trial.Number).Order());
    }

    [Fact]
    public async Task A_step_is_answered_while_the_search_does_not_answer_and_what_it_decides_late_is_learned()
    {
        var answer = new TaskCompletionSource<ImmutableArray<AttemptDecision>>();
        _search.Answer = _ => answer.Task;
        var asked = _search.Next();
        var attempt = _renewals.Begin(Step(1));
        await asked.WaitAsync(End);

        var meanwhile = attempt.Record(Step(1));
        answer.SetResult([new(1, 1, Decision.Pause("told so"))]);
        await Until(() => attempt.IsDecided);

        Assert.Equal(Decision.Continue, meanwhile);
        Assert.Equal(Decision.Pause("told so"), attempt.Record(Step(1)));
    }

    [Fact]
    public async Task A_decision_on_another_attempt_of_the_trial_is_not_told_to_this_one()
    {
        _search.Answer = _ => Task.FromResult<ImmutableArray<AttemptDecision>>([new(1, 2, Decision.LeaseLost("lost"))]);
        var asked = _search.Next();
        var attempt = _renewals.Begin(Step(1));
        await asked.WaitAsync(End);

        await _search.Next().WaitAsync(End);

        Assert.False(attempt.IsDecided);
    }

    [Fact]
    public async Task A_search_that_fails_is_asked_again()
    {
        var (asked, calls) = (_search.Next(), 0);
        _search.Answer = _ => calls++ == 0
            ? throw new SiloUnavailableException("gone") : Task.FromResult<ImmutableArray<AttemptDecision>>([]);
        _renewals.Begin(Step(1));
        await asked.WaitAsync(End);

        Assert.Single(await _search.Next().WaitAsync(End));
        Assert.Empty(_search.Judged);
    }

    [Fact]
    public async Task What_a_worker_has_not_told_for_a_while_is_said_to_be_that_old()
    {
        var asked = _search.Next();
        _renewals.Begin(Step(1));
        await asked.WaitAsync(End);

        var renewed = await _search.Next().WaitAsync(End);

        Assert.InRange(Assert.Single(renewed).Silence, TimeSpan.FromSeconds(0.5), End);
    }

    [Fact]
    public async Task A_silo_of_the_version_before_which_does_not_know_the_call_gets_each_step()
    {
        _search.Answer = _ => throw new TypeLoadException("no such call");
        _search.Decision = Decision.Stop("cancelled");

        var attempt = _renewals.Begin(Step(1));
        await Until(() => attempt.IsDecided);

        Assert.Equal([Step(1)], _search.Judged);
        Assert.Equal(Decision.Stop("cancelled"), attempt.Record(Step(1)));
    }

    [Fact]
    public async Task Of_attempts_that_are_over_nothing_is_said_any_more()
    {
        var asked = _search.Next();
        _renewals.End(_renewals.Begin(Step(1)));
        _renewals.Begin(Step(2));
        await asked.WaitAsync(End);

        var renewed = await _search.Next().WaitAsync(End);

        Assert.Equal(2, Assert.Single(renewed).Step.Trial.Number);
    }

    private static StepProgress Step(int trial) =>
        new() { Trial = new(new("aaaaaaaa"), trial), Attempt = 1, Epoch = 1, Step = 3, Steps = 9, ImagesPerSecond = 100 };

    private static async Task Until(Func<bool> isSo)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var end = new CancellationTokenSource(End);
        while (!isSo())
            await pace.WaitForNextTickAsync(end.Token);
    }
}

/// <summary>A search grain that implements only the two calls about running attempts.</summary>
public class ScriptedSearch : DispatchProxy
{
    private TaskCompletionSource<ImmutableArray<LeaseRenewal>> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Func<ImmutableArray<LeaseRenewal>, Task<ImmutableArray<AttemptDecision>>> Answer { get; set; } =
        _ => Task.FromResult<ImmutableArray<AttemptDecision>>([]);

    public Decision Decision { get; set; } = Decision.Continue;
    public ConcurrentQueue<Signal> Judged { get; } = [];

    public static ScriptedSearch New() => (ScriptedSearch)Create<ISearchGrain, ScriptedSearch>();

    /// <summary>Returns the renewals of the next call.</summary>
    public Task<ImmutableArray<LeaseRenewal>> Next() => (_next = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(ISearchGrain.Judge))
        {
            Judged.Enqueue((Signal)args![0]!);
            return Task.FromResult(Decision);
        }

        _next.TrySetResult((ImmutableArray<LeaseRenewal>)args![0]!);
        return Answer((ImmutableArray<LeaseRenewal>)args[0]!);
    }
}

/// <summary>A grain factory with a single grain.</summary>
public class Factory : DispatchProxy
{
    private object? _grain;

    public static IGrainFactory Create(object grain)
    {
        var factory = Create<IGrainFactory, Factory>();
        ((Factory)factory)._grain = grain;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _grain;
}
