using Paretune.Training.Libtorch;
using static TorchSharp.torch;

namespace Paretune.Bench.Training;

/// <summary>Measures the parts of a step's CPU time and the limits that the machine sets, and draws both.</summary>
internal static class StepSharesBenchmark
{
    private const int Side = 2048, CopiedFloats = 64 << 20, Repeats = 5;

    /// <param name="picture">The file for the picture; null for none.</param>
    public static IEnumerable<Row> Run(IEnumerable<PlainCase> cases, string? picture)
    {
        LibtorchLoader.Load();
        set_num_threads(1);
        Allocation.KeepFreed();
        var (flops, bytes) = (Flops(), BytesPerSecond());
        List<StepShares> all = [.. cases.Select(@case => StepShares.Measure(@case, flops, bytes))];
        if (picture is not null)
            File.WriteAllText(picture, StepSharesPicture.Create(all, flops, bytes));
        return [new("products", flops / 1e9, "GFLOP/s"), new("copies", bytes / 1e9, "GB/s"), .. all.SelectMany(Rows)];
    }

    private static IEnumerable<Row> Rows(StepShares shares)
    {
        foreach (var (name, milliseconds) in shares.Parts)
            yield return new($"{shares.Case.Name}: {name}", 100 * milliseconds / shares.Step, "%",
                Goal: name == StepShares.Input ? 3 : null, AtMost: true);
        yield return new($"{shares.Case.Name}: matrix products at full rate, of the step", 100 * shares.Arithmetic / shares.Step, "%");
        yield return new($"{shares.Case.Name}: maps through memory, of the step", 100 * shares.Memory / shares.Step, "%");
    }

    private static double Flops()
    {
        using var scope = NewDisposeScope();
        var (left, right) = (randn(Side, Side), randn(Side, Side));
        return 2.0 * Side * Side * Side / Fastest(() => left.mm(right).Dispose());
    }

    /// <summary>Returns the memory bandwidth, counting both bytes read and bytes written.</summary>
    private static double BytesPerSecond()
    {
        using var scope = NewDisposeScope();
        var (from, to) = (zeros(CopiedFloats), zeros(CopiedFloats));
        return 2.0 * CopiedFloats * sizeof(float) / Fastest(() => to.copy_(from));
    }

    private static double Fastest(Action action) =>
        Enumerable.Range(0, Repeats).Min(_ => Stopwatches.Measure(1, action).Processor);
}
