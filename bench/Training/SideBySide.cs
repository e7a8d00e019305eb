namespace Paretune.Bench.Training;

/// <summary>Runs several loops concurrently, each on its own thread, like trials that share a device.</summary>
internal sealed class SideBySide : ILoop
{
    private readonly Barrier _turns;
    private readonly Thread[] _threads;
    private int _steps;

    public SideBySide(int count, Func<ILoop> create)
    {
        Name = $"ours, {count} at once";
        _turns = new(count + 1);
        _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(() => Work(create)))];
        foreach (var thread in _threads)
            thread.Start();
    }

    public string Name { get; }

    public Pass Run(int steps) => Stopwatches.Measure(steps * _threads.Length, () =>
    {
        _steps = steps;
        _turns.SignalAndWait(); // All start …
        _turns.SignalAndWait(); // … and all are done.
    });

    public void Dispose()
    {
        _steps = 0;
        _turns.SignalAndWait();
        foreach (var thread in _threads)
            thread.Join();
        _turns.Dispose();
    }

    private void Work(Func<ILoop> create)
    {
        using var loop = create();
        while (true)
        {
            _turns.SignalAndWait();
            if (_steps == 0)
                return;
            loop.Run(_steps);
            _turns.SignalAndWait();
        }
    }
}
