namespace Paretune.Training.Loop;

/// <summary>
/// Lets the steps of all devices of a process run in parallel, and holds them back while one measures a model's latency, because the
/// measurement must not share the CPU with training.
/// </summary>
public sealed class StepGate
{
    private readonly object _gate = new();
    private int _running;
    private bool _measuring;

    /// <summary>Runs one training step.</summary>
    public T Step<T>(Func<T> step)
    {
        Begin();
        try
        {
            return step();
        }
        finally
        {
            Change(() => _running--);
        }
    }

    /// <summary>Runs a measurement while no step of another device runs. Call it within a step, on its thread.</summary>
    public T Alone<T>(Func<T> measure)
    {
        Change(() => _running--);
        lock (_gate)
        {
            while (_measuring)
                Monitor.Wait(_gate);
            _measuring = true;
            while (_running > 0)
                Monitor.Wait(_gate);
        }

        try
        {
            return measure();
        }
        finally
        {
            Change(() => (_measuring, _running) = (false, _running + 1));
        }
    }

    private void Begin()
    {
        lock (_gate)
        {
            while (_measuring)
                Monitor.Wait(_gate);
            _running++;
        }
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.PulseAll(_gate);
        }
    }
}
