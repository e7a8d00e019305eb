using System.Collections.Immutable;

namespace Paretune.Bench.Efficiency.LcBench;

/// <summary>A dataset of LCBench.</summary>
/// <param name="OpenMl">The task's number at OpenML.</param>
/// <param name="Features">The number of inputs of a network: the dataset's columns, without one-hot encoding.</param>
internal sealed record LcBenchTask(int OpenMl, string Name, int Features, int Classes)
{
    /// <summary>The tasks that goals are set on.</summary>
    public static ImmutableArray<LcBenchTask> Judged { get; } =
    [
        new(189908, "Fashion-MNIST", 784, 10), new(168330, "jannis", 54, 4), new(7593, "covertype", 54, 7),
        new(189909, "jungle chess", 6, 3), new(168331, "volkert", 180, 10), new(168329, "helena", 27, 100),
    ];

    /// <summary>The other tasks. Constants of strategies are tuned on these, so that goals are checked on unseen tasks.</summary>
    public static ImmutableArray<LcBenchTask> Tuning { get; } =
    [
        new(3945, "KDDCup09 appetency", 230, 2), new(34539, "Amazon employee access", 9, 2), new(126025, "adult", 14, 2),
        new(126026, "nomao", 118, 2), new(126029, "bank marketing", 16, 2), new(146212, "shuttle", 9, 7),
        new(167104, "Australian", 14, 2), new(167149, "kr-vs-kp", 36, 2), new(167152, "mfeat-factors", 216, 10),
        new(167161, "credit-g", 20, 2), new(167168, "vehicle", 18, 4), new(167181, "kc1", 21, 2),
        new(167184, "blood transfusion", 4, 2), new(167185, "cnae-9", 856, 9), new(167190, "phoneme", 5, 2),
        new(167200, "higgs", 28, 2), new(167201, "connect-4", 42, 3), new(168335, "MiniBooNE", 50, 2),
        new(168868, "APSFailure", 170, 2), new(168908, "christine", 1636, 2), new(168910, "fabert", 800, 7),
        new(189354, "airlines", 7, 2), new(189862, "jasmine", 144, 2), new(189865, "sylvine", 20, 2),
        new(189866, "albert", 78, 2), new(189873, "dionis", 60, 355), new(189905, "car", 6, 4), new(189906, "segment", 16, 7),
    ];
}
