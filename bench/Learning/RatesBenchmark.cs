using System.Globalization;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Spaces;
using static TorchSharp.torch;

namespace Paretune.Bench.Learning;

/// <summary>
/// Finds the learning rate with which each network trains best, as a grid with a row per training and a column per rate. Each training sees
/// its images once, so that the validation accuracy is measured on many unseen images.
/// </summary>
internal static class RatesBenchmark
{
    // One split for all trainings, so that differences between rates are not differences of validation images.
    private const long SplitSeed = 1;

    public static IEnumerable<Row> Run(LearningOptions options)
    {
        LibtorchLoader.Load();
        set_num_threads(options.Threads);
        using var data = new BenchData(options.Data);
        using var images = new ResidentImages(data.Open(options.Validation), CPU);
        var spec = data.Read(options.Search);
        var space = CandidateSpace.Count(spec, images.Dataset.Classes.Length);
        for (var index = 0L; index < space.Size; index++)
            yield return Create(images, space.At(index), spec, options);
    }

    private static Row Create(ResidentImages images, Candidate candidate, SearchSpec spec, LearningOptions options)
    {
        var all = Enumerable.Range(1, options.Seeds)
            .Select(seed => ShortTraining.Run(images, candidate, spec.BaseResolution, options.Steps, seed, SplitSeed, options.Epochs))
            .ToList();
        var accuracies = all.Select(one => 100 * one.Accuracy).ToList();
        var (line, column) = (LineOf(candidate), Formatter.Number(candidate.Configuration.LearningRate, "0.#######"));
        var grid = $"accuracy after {options.Steps * options.Epochs} steps by learning rate";
        var row = new Row($"{line}, rate {column}", accuracies.Average(), "%")
        {
            Cell = new(grid, line, column),
            Note = string.Join(" ", accuracies.Select(one => one.ToString("0.0", CultureInfo.InvariantCulture))),
        };
        Console.Error.WriteLine(FormattableString.Invariant(
            $"{row.Name}: {row.Value:0.0} {row.Unit} ({row.Note}; {all.Average(one => one.Seconds):0} s)"));
        return row;
    }

    private static string LineOf(Candidate candidate)
    {
        var one = candidate.Configuration;
        var training = HyperparameterColumn.Common.AddRange(HyperparameterColumn.RecipeOf(one))
            .Where(column => column.Title != RateTitle).Select(column => $"{column.Title} {column.Text(one)}");
        return $"{candidate.Network} {Formatter.Configuration(one)}, {string.Join(", ", training)}";
    }

    private static string RateTitle { get; } = Hyperparameters.Find(HyperparameterNames.LearningRate)!.Symbol!;
}
