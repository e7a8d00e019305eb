using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Spaces;
using static TorchSharp.torch;

namespace Paretune.Bench.Learning;

/// <summary>
/// Measures what each configuration of a search learns in a few steps: its first loss, and its accuracy on validation images.
/// </summary>
internal static class LearningBenchmark
{
    public static IEnumerable<Row> Run(LearningOptions options)
    {
        LibtorchLoader.Load();
        set_num_threads(options.Threads);
        using var data = new BenchData(options.Data);
        using var images = new ResidentImages(data.Open(), CPU);
        var spec = data.Read(options.Search);
        var space = CandidateSpace.Count(spec, images.Dataset.Classes.Length);
        for (var index = 0L; index < space.Size; index++)
            yield return Create(images, space.At(index), spec, options);
    }

    public static string NameOf(Candidate candidate)
    {
        var one = candidate.Configuration;
        var training = HyperparameterColumn.Common.AddRange(HyperparameterColumn.RecipeOf(one)).Select(
            column => $"{column.Title} {column.Text(one)}");
        return $"{candidate.Network} {Formatter.Configuration(one)}, {string.Join(", ", training)}";
    }

    private static Row Create(ResidentImages images, Candidate candidate, SearchSpec spec, LearningOptions options)
    {
        List<ShortTraining> first = [], all = [];
        for (var seed = 1; seed <= options.Seeds; seed++)
        {
            first.Add(ShortTraining.Run(images, candidate, spec.BaseResolution, steps: 1, seed));
            all.Add(ShortTraining.Run(images, candidate, spec.BaseResolution, options.Steps, seed));
        }

        var accuracies = all.Select(one => 100 * one.Accuracy).ToList();
        var row = new Row(NameOf(candidate), Statistics.Median(accuracies), "%")
        {
            Note = FormattableString.Invariant(
                $"first loss {Statistics.Median(first.Select(one => one.TrainLoss)):0.000}, validation loss ")
                + FormattableString.Invariant($"{Statistics.Median(all.Select(one => one.ValidationLoss)):0.000}, ")
                + $"{string.Join(" ", accuracies.Select(one => one.ToString("0.0", null)))}, "
                + FormattableString.Invariant($"{Statistics.Median(all.Select(one => one.Seconds)):0} s"),
        };
        Console.Error.WriteLine(FormattableString.Invariant($"{row.Name}: {row.Value:0.0} {row.Unit} ({row.Note})"));
        return row;
    }
}
