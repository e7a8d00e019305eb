using Paretune.Training.Libtorch;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Bench.Training;

/// <summary>
/// Compares Paretune's training step with a plain loop of TorchSharp's modules and with eager PyTorch, for the same network. The loops take
/// turns, so that a busy machine slows all of them.
/// </summary>
internal static class PlainBenchmark
{
    // Steps before the measurement. On a GPU, the first three run normally before the step is recorded as a CUDA graph.
    private const int WarmUp = 6;

    public static IEnumerable<Row> Run(PlainOptions options)
    {
        LibtorchLoader.Load();
        set_num_threads(options.Threads);
        return options.Cases.SelectMany(@case => Compare(@case, options));
    }

    private static IEnumerable<Row> Compare(PlainCase @case, PlainOptions options)
    {
        var device = torch_device(options.Device);
        List<ILoop> loops = [];
        if (options.TakesLoop("ours"))
            loops.Add(new ParetuneLoop(@case, device));
        foreach (var precision in options.Precisions)
            loops.Add(new ParetuneLoop(@case, device, precision));
        foreach (var count in options.Slots)
            loops.Add(new SideBySide(count, () => new ParetuneLoop(@case, device)));
        if (options.TakesLoop("plain"))
            loops.Add(ChildLoop.Plain(@case, options.Device, options.Threads));
        foreach (var variant in (string[])["", .. options.Variants])
            if (options.TakesLoop("PyTorch") && ChildLoop.PyTorch(@case, options.Device, options.Threads, variant) is { } python)
                loops.Add(python);
        try
        {
            int[] steps = [.. loops.Select(loop => Steps(loop, options.Seconds))];
            var passes = Enumerable.Range(0, options.Passes)
                .Select(_ => loops.Select((loop, i) => loop.Run(steps[i])).ToArray()).ToArray();
            return [.. Rows(@case, loops, passes, device.type == TorchSharp.DeviceType.CUDA)];
        }
        finally
        {
            foreach (var loop in loops)
                loop.Dispose();
        }
    }

    private static IEnumerable<Row> Rows(PlainCase @case, List<ILoop> loops, Pass[][] passes, bool isGpu)
    {
        double[] walls = [.. loops.Select((_, i) => Statistics.Median(passes.Select(turn => @case.Batch * turn[i].Steps / turn[i].Wall)))];
        double[] processors =
            [.. loops.Select((_, i) => Statistics.Median(passes.Select(turn => @case.Batch * turn[i].Steps / turn[i].Processor)))];
        Console.Error.WriteLine($"{@case.Name}: {string.Join(", ", loops.Select((loop, i) => FormattableString.Invariant(
            $"{loop.Name} {walls[i]:0.0}/s ({processors[i]:0.0}/CPU-s)")))}");
        foreach (var (i, loop) in loops.Index())
        {
            yield return new($"{@case.Name}: {loop.Name}", walls[i], "images/s") { Cell = new("images a second", @case.Name, loop.Name) };
            if (!isGpu)
                yield return new($"{@case.Name}: {loop.Name}", processors[i], "images/CPU-s")
                {
                    Cell = new("images a CPU-second", @case.Name, loop.Name),
                };
        }

        foreach (var loop in loops.Where(loop => loop.PeakBytes > 0))
        {
            yield return new($"{@case.Name}: {loop.Name}", loop.PeakBytes / 1e6, "MB")
            {
                Cell = new("peak memory", @case.Name, loop.Name),
            };
        }

        foreach (var loop in loops.OfType<ParetuneLoop>())
            yield return new($"{@case.Name}: {loop.Name}", loop.ManagedBytes / 1e3, "kB")
            {
                Cell = new("managed memory allocated per step", @case.Name, loop.Name),
            };
        var predicted = isGpu ? TrainingMemory.OfRecordedStep(@case.Plan, @case.Batch) : TrainingMemory.OfStep(@case.Plan, @case.Batch);
        yield return new($"{@case.Name}: predicted for a step", predicted / 1e6, "MB")
        {
            Cell = new("peak memory", @case.Name, "predicted for a step"),
        };

        var ours = isGpu ? walls : processors;
        string[] named = isGpu ? ["PyTorch"] : ["PyTorch", "plain TorchSharp"];
        double[] references = [.. loops.Index().Where(loop => named.Contains(loop.Item.Name)).Select(loop => ours[loop.Index])];
        if (references.Length > 0 && loops[0] is ParetuneLoop)
            yield return new($"{@case.Name}: ours / fastest reference", ours[0] / references.Max(), "×", isGpu ? 1 : @case.Goal);
        if (loops[0] is not ParetuneLoop evaluated)
            yield break;
        var ratio = evaluated.Evaluate() / processors[0];
        if (!isGpu)
            yield return new($"{@case.Name}: evaluation / training step, images a CPU-second", ratio, "×", Goal: 3);
        yield return new($"{@case.Name}: taken by the trial", evaluated.TakenBytes / 1e6, "MB")
        {
            Cell = new("peak memory", @case.Name, "taken by the trial"),
        };
    }

    /// <summary>Returns the number of steps that take this long, after warm-up.</summary>
    private static int Steps(ILoop loop, double seconds)
    {
        loop.Run(WarmUp);
        var pass = loop.Run(2);
        return Math.Max(2, (int)(seconds * pass.Steps / pass.Wall));
    }

    private static Device torch_device(string name) => device(name);
}
