using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Training.Networks;
using Paretune.Training.Networks.Stages;
using Paretune.Training.Recipes;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Bench.Training;

/// <summary>The CPU time of a step's parts on one thread, in milliseconds, and the machine's limits.</summary>
/// <param name="Parts">Parts by name, in the order of a step; the rest is not measured separately.</param>
/// <param name="Arithmetic">The time of the matrix products of a step, at the rate of a large one.</param>
/// <param name="Memory">
/// The time to move what the stages write, and its gradients, at the rate of a large copy. Maps that stay in a cache take less.
/// </param>
internal sealed record StepShares(PlainCase Case, (string Name, double Milliseconds)[] Parts, double Arithmetic, double Memory)
{
    public const string Input = "images chosen, augmented, normalized";

    // Forward, backward for the maps, and backward for the weights.
    private const int Products = 3;

    // A map is written and read forward. Backward, its gradient is written and read, and the stage after it reads the map again.
    private const int Moves = 5;
    private const int Repeats = 5;

    // Tiered compilation compiles a method again after some calls.
    private const int WarmUp = 8;

    public double Step => Parts.Sum(part => part.Milliseconds);

    public static StepShares Measure(PlainCase @case, double flops, double bytesPerSecond)
    {
        using var loop = new ParetuneLoop(@case, CPU);
        loop.Run(WarmUp);
        var step = Statistics.Median(Enumerable.Range(0, Repeats).Select(_ => loop.Run(1).Processor * 1000));
        var (filters, products, written) = Stages(@case);
        var input = Images(@case);
        return new(
            @case,
            [
                (Input, input), ("per-channel filters, norms, rectifiers", filters), ("products over channels", products),
                ("loss, metrics, optimizer and the rest", Math.Max(0, step - input - filters - products)),
            ],
            Products * 2.0 * ProductMacs(@case.Plan) * @case.Batch / flops * 1000,
            Moves * (double)written * sizeof(float) / bytesPerSecond * 1000);
    }

    /// <summary>Returns the multiply-adds of an image in matrix products: pointwise and linear layers.</summary>
    private static long ProductMacs(NetworkPlan plan) => plan.Layers.Where(
        row => row is { Kind: LayerKind.Convolution, Kernel: 1, Groups: 1 } or { Kind: LayerKind.Linear }).Sum(row => row.Macs);

    /// <summary>Returns the milliseconds of the stages of two kinds, and the number of values that all stages write.</summary>
    private static (double Filters, double Products, long Written) Stages(PlainCase @case)
    {
        using var frozen = no_grad();
        using var network = PlannedNetwork.Seeded(@case.Plan, 1);
        var stages = StagePlan.Create(network.Layers);
        using var images = randn(@case.Batch, 3, @case.Side, @case.Side);
        var (_, written) = Pass(stages, images);
        var passes = Enumerable.Range(0, Repeats).Select(_ => Pass(stages, images).Spent).ToList();
        return (Share(stage => stage is PairStage or NormStage), Share(stage => stage is PointwiseStage), written);

        double Share(Func<IStage, bool> isOne) =>
            Statistics.Median(passes.Select(pass => stages.Zip(pass).Where(one => isOne(one.First)).Sum(one => one.Second)));
    }

    /// <summary>Returns the milliseconds of each stage, forward and backward, and the number of values written forward.</summary>
    private static (double[] Spent, long Written) Pass(IReadOnlyList<IStage> stages, Tensor images)
    {
        using var scope = NewDisposeScope();
        var (spent, map, written) = (new double[stages.Count], images.alias(), 0L);
        for (var i = 0; i < stages.Count; i++)
            spent[i] = Timed(() =>
            {
                var next = stages[i].Forward(map, isTraining: true);
                map.Dispose();
                map = next;
                written += map.numel();
            });
        var gradient = ones_like(map);
        for (var i = stages.Count - 1; i >= 0; i--)
            spent[i] += Timed(() =>
            {
                var next = stages[i].Backward(gradient);
                gradient.Dispose();
                gradient = next!;
            });
        return (spent, written);
    }

    private static double Images(PlainCase @case)
    {
        var job = new Job("noise", "dilated-separable", @case.Configuration, @case.Side, Epochs: 1, Seed: 1);
        using var resident = new ResidentImages(ParetuneLoop.Noise(@case), CPU);
        using var split = new Split(resident.Train.Labels, job, CPU, 0);
        using var input = new NetworkInput(resident, split, @case.Plan.InputSize, job);
        using var generator = new Generator(1, CPU);
        var recipe = new Recipe(job);
        return Statistics.Median(Enumerable.Range(0, 2 * Repeats).Select(_ => Timed(() =>
        {
            using var scope = NewDisposeScope();
            var drawn = AugmentationDraws.Draw(@case.Batch, @case.Side, generator);
            var pixels = resident.Train.Images.index_select(0, KeptScalar.Range(@case.Batch));
            input.From(recipe.Augment(pixels, new(drawn)));
        })));
    }

    private static double Timed(Action action) => Stopwatches.Measure(1, action).Processor * 1000;
}
