using Paretune.Tuning.Simulation;
using Paretune.Tuning.Spaces;

namespace Paretune.Bench.Efficiency.Tables;

/// <summary>Creates rows of tables with networks that are not Paretune's.</summary>
internal static class Rows
{
    private const int BytesPerParameter = 4;

    public static CurveRow Create(
        int number, IEnumerable<EpochTruth> curve, long parameters, long? macs = null, double? latency = null,
        Configuration? configuration = null) =>
        new(CandidateOf(configuration ?? Numbered(number), parameters, macs ?? parameters), [.. curve], latency);

    /// <summary>Creates an epoch of a table without losses; the most accurate epoch then counts as the best one.</summary>
    public static EpochTruth Epoch(double accuracy, double seconds) => new(accuracy, 1 - accuracy, seconds);

    // The weight decay is the candidate's number, so that all configurations differ.
    private static Configuration Numbered(int number) => new(1, 1, 1, LearningRate: 0.001, WeightDecay: number * 1e-6, BatchSize: 128);

    private static Candidate CandidateOf(Configuration configuration, long parameters, long macs) =>
        new("dilated-separable", configuration, new(parameters, macs, BytesPerParameter * parameters));
}
