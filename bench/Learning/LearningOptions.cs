using System.CommandLine;

namespace Paretune.Bench.Learning;

/// <summary>What is trained for a few steps.</summary>
/// <param name="Search">A search as JSON: each configuration of its space is trained.</param>
/// <param name="Data">An archive or a folder to import; null where the search names <c>shapes</c>.</param>
internal sealed record LearningOptions(string Search, string? Data, int Steps, int Seeds, int Threads)
{
    private static readonly Option<string> SearchOption = new("--search")
    {
        Description =
            "A search as JSON, such as '{\"network\":[\"mobilenet\"],\"space\":{\"learningRate\":[0.001,0.003]}}'; its dataset is that of "
            + "--data.",
        DefaultValueFactory = _ => "{}",
    };

    private static readonly Option<string?> DataOption =
        new("--data") { Description = "An archive or a folder of images; shapes where none is given." };
    private static readonly Option<int> StepsOption =
        new("--steps") { Description = "Steps of each training.", DefaultValueFactory = _ => 300 };
    private static readonly Option<int> SeedsOption =
        new("--seeds") { Description = "Trainings of each configuration.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> ThreadsOption =
        new("--threads") { Description = "Threads of torch.", DefaultValueFactory = _ => 1 };

    public static IEnumerable<Option> All { get; } = [SearchOption, DataOption, .. AtLeastOne(StepsOption, SeedsOption, ThreadsOption)];

    public static LearningOptions Read(ParseResult parse) => new(
        parse.GetRequiredValue(SearchOption), parse.GetValue(DataOption), parse.GetRequiredValue(StepsOption),
        parse.GetRequiredValue(SeedsOption), parse.GetRequiredValue(ThreadsOption));

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
