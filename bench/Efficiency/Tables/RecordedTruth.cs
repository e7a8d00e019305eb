using System.Collections.Immutable;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency.Tables;

/// <summary>
/// Two searches of Paretune that trained every configuration to its end, with different seeds. Odd seeds of the benchmark use the first,
/// even seeds the second. The duration of an epoch follows from the network's MACs, because the recorded seconds are from a
/// machine with other load.
/// </summary>
internal static class RecordedTruth
{
    private const string Network = "dilated-separable";
    private const int Classes = 10;

    // A constant added to the MACs of an epoch, because reading images takes time even if the network is tiny.
    private const double MacsOfAnyNetwork = 1e5, MacsPerSecond = 1e6;

    private static readonly ImmutableArray<string> Recorded = [
        .. new[] { 1, 2 }.Select(seed => TableFile.Own($"dilated-separable-cifar10-seed-{seed}.csv"))];

    public static EfficiencyTable Table { get; } = Create("own truth", ["accuracy", "macs"]);

    public static EfficiencyTable ThreeObjectives { get; } = Create("own truth on three objectives", ["accuracy", "parameters", "macs"]);

    private static EfficiencyTable Create(string name, ImmutableArray<string> objectives) => new(
        name, "90 configurations of dilated-separable on 4,000 images of CIFAR-10, 27 epochs, two seeds", objectives, Recorded, () =>
        {
            CurveTable[] tables = [.. Recorded.Select(Read)];
            return seed => tables[seed % 2 == 0 ? 1 : 0];
        })
    {
        Space = space => space.With("dilation", 1, 2).With("width", 0.5, 0.35, 0.25, 0.18, 0.125).With("resolution", 1, 0.75, 0.5)
            .With("learningRate", 0.003, 0.001, 0.0003),
    };

    private static CurveTable Read(string path)
    {
        using var text = File.OpenText(path);
        var reading = CurveTableReader.Read(text, Network, Classes);
        if (reading.Skipped.Length > 0)
            Console.Error.WriteLine($"{path}: {reading.Skipped.Length} trials were not trained to their last epoch and are skipped");
        return reading.Table is { } table ? new([.. table.Rows.Select(Timed)], Classes) : throw new InvalidDataException(
            $"{path} must be a table of curves, but {string.Join("; ", reading.Errors.Select(error => $"{error.Field} {error.Message}"))}");
    }

    private static CurveRow Timed(CurveRow row)
    {
        var seconds = (row.Candidate.Cost.Macs + MacsOfAnyNetwork) / MacsPerSecond;
        return row with { Curve = [.. row.Curve.Select(epoch => epoch with { Seconds = seconds })] };
    }
}
