using System.CommandLine;

namespace Paretune.Bench.Efficiency;

/// <summary>Selects the part of the benchmark to run.</summary>
/// <param name="Tables">Parts of names; empty for the default tables.</param>
/// <param name="Strategies">Parts of names; empty for the default strategies.</param>
/// <param name="Seeds">The number of runs of each strategy on each table.</param>
/// <param name="Picture">The SVG file for the picture of calibration; null for none.</param>
/// <param name="TrialsPicture">The file for the picture of trained configurations; null for none.</param>
internal sealed record EfficiencyOptions(string[] Tables, string[] Strategies, int Seeds, string? Picture, string? TrialsPicture)
{
    private static readonly Option<string> TablesOption = new("--tables")
    {
        Description = "Tables whose names contain one of these, separated by commas; \"tuning\" for tasks without goals.",
    };

    private static readonly Option<string> StrategiesOption = new("--strategies")
    {
        Description = "Strategies whose names contain one of these, separated by commas; bayesian runs only if it is named.",
    };

    private static readonly Option<int> SeedsOption = new("--seeds")
    {
        Description = "Runs of each strategy on each table. Goals are set for 20.",
        DefaultValueFactory = _ => 20,
    };

    private static readonly Option<string?> PictureOption = new("--picture")
    {
        Description = "SVG file for a picture of how well the predicted chances of front are calibrated.",
    };

    private static readonly Option<string?> TrialsPictureOption = new("--trials-picture")
    {
        Description = "SVG file for a picture of the configurations that each strategy trains of the first table. Measures nothing else.",
    };

    static EfficiencyOptions()
    {
        MustName(TablesOption, [.. EfficiencyTables.All.Select(table => table.Name)]);
        MustName(StrategiesOption, [.. ComparedStrategies.All.Select(strategy => strategy.Name)]);
        SeedsOption.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{SeedsOption.Name}: must be at least 1, but is {result.GetValueOrDefault<int>()}");
        });
    }

    public static IEnumerable<Option> All => [TablesOption, StrategiesOption, SeedsOption, PictureOption, TrialsPictureOption];

    public static EfficiencyOptions Read(ParseResult parse) => new(
        Parts(parse.GetValue(TablesOption)), Parts(parse.GetValue(StrategiesOption)), parse.GetValue(SeedsOption),
        parse.GetValue(PictureOption), parse.GetValue(TrialsPictureOption));

    /// <summary>Returns whether a name contains one of the parts, ignoring case.</summary>
    public static bool Names(string[] parts, string name) => parts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static void MustName(Option<string> option, IReadOnlyCollection<string> names) => option.Validators.Add(result =>
    {
        var parts = Parts(result.GetValueOrDefault<string>());
        if (parts.FirstOrDefault(part => !names.Any(name => Names([part], name))) is { } unknown)
            result.AddError($"{option.Name}: no name contains \"{unknown}\"; known names: {string.Join(", ", names)}");
    });

    private static string[] Parts(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
