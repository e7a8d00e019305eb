using System.CommandLine;

namespace Paretune.Bench.Learning;

/// <summary>Selects what is trained for a few steps.</summary>
/// <param name="Search">A search as JSON; each configuration of its space is trained.</param>
/// <param name="Data">An archive or a folder to import; null if the search uses <c>shapes</c>.</param>
/// <param name="Steps">Steps per epoch.</param>
internal sealed record LearningOptions(string Search, string? Data, int Steps, int Seeds, int Threads)
{
    /// <summary>The number of epochs over the same images.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The number of training images used for validation; 0 for a tenth of them.</summary>
    public int Validation { get; init; }

    private static readonly Option<string> SearchOption = new("--search")
    {
        Description =
            "A search as JSON, such as '{\"network\":[\"mobilenet\"],\"space\":{\"learningRate\":[0.001,0.003]}}'; its dataset is that of "
            + "--data.",
        DefaultValueFactory = _ => "{}",
    };

    private static readonly Option<string?> DataOption =
        new("--data") { Description = "An archive or a folder of images. Default: shapes." };
    private static readonly Option<int> StepsOption =
        new("--steps") { Description = "Steps per epoch.", DefaultValueFactory = _ => 300 };
    private static readonly Option<int> SeedsOption =
        new("--seeds") { Description = "Number of trainings of each configuration.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> EpochsOption =
        new("--epochs") { Description = "Epochs of each training, over the same images.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> ValidationOption = new("--validation")
    {
        Description = "Number of training images used for validation; 0 for a tenth of them.",
    };

    private static readonly Option<int> ThreadsOption =
        new("--threads") { Description = "Number of torch threads.", DefaultValueFactory = _ => 1 };

    public static IEnumerable<Option> All { get; } =
        [SearchOption, DataOption, .. AtLeastOne(StepsOption, SeedsOption, ThreadsOption)];

    /// <summary>The options of benchmarks that compare trainings.</summary>
    public static IEnumerable<Option> OfComparisons { get; } = [.. All, .. AtLeastOne(EpochsOption), ValidationOption];

    public static LearningOptions Read(ParseResult parse) => new(
        parse.GetRequiredValue(SearchOption), parse.GetValue(DataOption), parse.GetRequiredValue(StepsOption),
        parse.GetRequiredValue(SeedsOption), parse.GetRequiredValue(ThreadsOption));

    /// <summary>Reads the options of <see cref="OfComparisons"/>.</summary>
    public static LearningOptions ReadComparison(ParseResult parse) => Read(parse) with
    {
        Epochs = parse.GetRequiredValue(EpochsOption),
        Validation = parse.GetValue(ValidationOption),
    };

    private static IEnumerable<Option> AtLeastOne(params Option<int>[] options)
    {
        foreach (var option in options)
        {
            option.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1)
                    result.AddError($"{option.Name}: must be at least 1, but is {result.GetValueOrDefault<int>()}");
            });
            yield return option;
        }
    }
}
