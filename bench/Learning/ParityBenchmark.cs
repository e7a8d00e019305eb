using System.Globalization;
using Paretune.Training.Export;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;
using static TorchSharp.torch;

namespace Paretune.Bench.Learning;

/// <summary>
/// Compares the networks with independent implementations in PyTorch: each network's logits for equal weights and images, and trainings of
/// dilated-separable on the same images with different seeds. Requires a Python interpreter with torch.
/// </summary>
internal static class ParityBenchmark
{
    private const int Classes = 10, Images = 4;

    // The rounding error of sums of a few thousand products in a different order.
    private const double MostDifference = 2e-4;

    private static readonly (int Dilation, double Width)[] Trained = [(1, 0.5), (3, 0.5)];

    public static IEnumerable<Row> Run(LearningOptions options)
    {
        LibtorchLoader.Load();
        set_num_threads(options.Threads);
        return [.. NetworkCatalog.Names.Select(Logits), .. Trained.SelectMany(one => Trainings(one.Dilation, one.Width, options))];
    }

    private static Row Logits(string network)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var work = new PythonWork();
        var plan = NetworkCatalog.Plan(network, new(network == NetworkCatalog.Default ? 3 : 1, 1, 1, 0.001, 0, 8), 64, Classes);
        var module = PlannedNetwork.Seeded(plan, seed: 1);
        var images = randn(Images, 3, plan.InputSize, plan.InputSize);
        // Runs once in training mode, so that batch norm has running statistics.
        module.forward(images);
        module.eval();
        work.Write("images.bin", images.data<float>().ToArray());
        work.Write("logits.bin", module.forward(images).data<float>().ToArray());
        var weights = ModelWeights.Read(module);
        foreach (var (name, values) in weights)
            work.Write($"{name}.bin", values);
        work.Manifest(new
        {
            inputSize = plan.InputSize,
            rows = plan.Layers,
            weights = weights.Keys.Select(name => new { name, file = $"{name}.bin" }),
        });
        var answer = work.Ask("logits");
        var (difference, largest) = (answer.GetProperty("difference").GetDouble(), answer.GetProperty("largest").GetDouble());
        return Logged(
            new(
                $"{network}: largest logit difference from PyTorch, relative to the largest logit (at least 1)",
                difference / Math.Max(1, largest), "", Goal: MostDifference, AtMost: true));
    }

    private static IEnumerable<Row> Trainings(int dilation, double width, LearningOptions options)
    {
        using var data = new BenchData(options.Data);
        using var images = new ResidentImages(data.Open(), CPU);
        var recipe = RecipeOptions.Former with { Schedule = Schedule.Constant, Warmup = 0, Augmentation = Augmentation.None };
        var candidate = new Candidate(
            NetworkCatalog.Default, new(dilation, width, 1, 0.001, 0, 64) { Recipe = recipe }, new(0, 0, 0));
        var ours = Enumerable.Range(1, options.Seeds)
            .Select(
                seed => 100 * ShortTraining.Run(images, candidate, images.Dataset.Size, options.Steps, seed, splitSeed: 1).Accuracy)
                    .ToList();
        using var work = new PythonWork();
        Dump(work, images, candidate, options.Steps);
        var theirs = Enumerable.Range(1, options.Seeds).Select(
            seed => 100 * work.Ask("train", seed.ToString(CultureInfo.InvariantCulture)).GetProperty("accuracy").GetDouble()).ToList();
        var name = FormattableString.Invariant($"{NetworkCatalog.Default} δ {dilation} α {width}, {options.Steps} steps");
        yield return Logged(new($"{name}: ours", ours.Average(), "%") { Note = Listed(ours) });
        yield return Logged(new($"{name}: PyTorch", theirs.Average(), "%") { Note = Listed(theirs) });
        yield return Logged(
            new($"{name}: difference in standard errors", Math.Abs(ours.Average() - theirs.Average()) / Error(ours, theirs), "", Goal: 3,
                AtMost: true));
    }

    private static void Dump(PythonWork work, ResidentImages images, Candidate candidate, int steps)
    {
        using var scope = NewDisposeScope();
        var job = ShortTraining.JobOf(images, candidate, images.Dataset.Size, steps, seed: 1, splitSeed: 1);
        var plan = NetworkCatalog.Plan(job.Network, job.Configuration, job.BaseResolution, images.Dataset.Classes.Length);
        using var split = new Split(images.Train.Labels, job, CPU);
        using var input = new NetworkInput(images, split, plan.InputSize, job);
        foreach (var (name, part) in new[] { ("train", split.Train), ("validation", split.Validation) })
        {
            work.Write($"{name}-images.bin", input.From(images.Train.Images.index_select(0, part)).data<float>().ToArray());
            work.Write($"{name}-labels.bin", images.Train.Labels.index_select(0, part).data<long>().ToArray());
        }

        work.Manifest(new
        {
            inputSize = plan.InputSize,
            rows = plan.Layers,
            batchSize = job.Configuration.BatchSize,
            learningRate = job.Configuration.LearningRate,
            epochs = 1,
        });
    }

    private static double Error(List<double> ours, List<double> theirs) =>
        Math.Max(0.1, Math.Sqrt(Variance(ours) / ours.Count + Variance(theirs) / theirs.Count));

    private static double Variance(List<double> values) =>
        values.Count < 2 ? 0 : values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Count - 1);

    private static string Listed(IEnumerable<double> values) =>
        string.Join(" ", values.Select(value => value.ToString("0.0", CultureInfo.InvariantCulture)));

    private static Row Logged(Row row)
    {
        Console.Error.WriteLine(FormattableString.Invariant($"{row.Name}: {row.Value:0.######} {row.Unit} {row.Note}"));
        return row;
    }
}
