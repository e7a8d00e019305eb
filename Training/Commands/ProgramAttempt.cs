using System.Collections.Concurrent;
using Paretune.Tuning.Programs;

namespace Paretune.Training.Commands;

/// <summary>
/// Passes the signals of one attempt's program to the worker: one signal at a time, answered once the worker has the search's decision.
/// </summary>
public sealed class ProgramAttempt : IDisposable
{
    private readonly Lock _gate = new();
    private readonly BlockingCollection<ToldSignal?> _told = [];
    private Decision? _last;

    internal ProgramAttempt(Lease lease, int checkpoint, string token) => (Lease, Checkpoint, Token) = (lease, checkpoint, token);

    public Lease Lease { get; }

    /// <summary>The epoch of the checkpoint that the program finds in its folder; 0 for none.</summary>
    public int Checkpoint { get; }

    /// <summary>The program's token.</summary>
    public string Token { get; }

    public TrialId Trial => Lease.Trial;

    /// <summary>Whether training is over.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
                return _last is not null;
        }
    }

    /// <summary>Returns what is wrong with a signal as a sentence; null if it is valid.</summary>
    public string? WhyNot(Signal signal) => CustomMetrics.WhyNot(Lease.Job.Metrics, signal);

    /// <summary>Passes a signal to the worker and waits for the decision; once the attempt is over, returns the last one.</summary>
    public Task<Decision> Tell(Signal signal)
    {
        if (signal.Attempt != Lease.Attempt)
            return Task.FromResult(Decision.LeaseLost(
                $"this program trains attempt {Lease.Attempt} of trial {Trial.Number}, but sent a signal of attempt {signal.Attempt}"));
        var told = new ToldSignal(signal);
        lock (_gate)
        {
            if (_last is not null)
                return Task.FromResult(_last);
            _told.Add(told);
        }

        return told.Decision.Task;
    }

    public void Dispose() => _told.Dispose();

    /// <summary>Returns the next signal; null after <see cref="Wake"/>, or if none arrived in time.</summary>
    internal ToldSignal? Take(TimeSpan within) => _told.TryTake(out var told, within) ? told : null;

    /// <summary>Ends <see cref="Take"/> without a signal.</summary>
    internal void Wake()
    {
        lock (_gate)
            if (_last is null)
                _told.Add(null);
    }

    /// <summary>Answers all pending and later signals.</summary>
    internal void End(Decision decision)
    {
        lock (_gate)
            _last ??= decision;
        while (_told.TryTake(out var told))
            told?.Decision.TrySetResult(decision);
    }
}

/// <summary>A program's signal that waits for its answer.</summary>
internal sealed record ToldSignal(Signal Signal)
{
    public TaskCompletionSource<Decision> Decision { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
