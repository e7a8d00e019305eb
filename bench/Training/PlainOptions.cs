using System.CommandLine;
using Paretune.Tuning.Networks;

namespace Paretune.Bench.Training;

/// <summary>The options of <c>train --against plain</c>.</summary>
internal sealed record PlainOptions(
    bool IsAgainstPlain, string Device, int[] Sides, int[] Dilations, double[] Widths, int Passes, int Threads, string[] Variants,
    string[] Loops, double Seconds, int? Batch, int[] Slots,
    TrainingPrecision[] Precisions, string[] Networks)
{
    private static readonly Option<string> Against = new("--against")
    {
        Description = "\"plain\": compares with a plain loop of TorchSharp's modules, and with eager PyTorch if python3 has torch.",
    };

    private static readonly Option<string> DeviceOption = new("--device")
    {
        Description = "cpu or cuda:N.",
        DefaultValueFactory = _ => "cpu",
    };

    private static readonly Option<int[]> SidesOption = Many<int>("--sides", "Side of the images in pixels. Default: 32, 64, 224.");
    private static readonly Option<int[]> DilationsOption = Many<int>("--dilations", "δ. Default: 1, 2, 3, 4.");
    private static readonly Option<double[]> WidthsOption = Many<double>("--widths", "α. Default: 1, 0.5.");
    private static readonly Option<string[]> VariantsOption = Many<string>(
        "--variants", "Additional PyTorch loops: channels_last, bf16, channels_last+bf16.");

    private static readonly Option<int> PassesOption = new("--passes")
    {
        Description = "Number of turns of each loop.",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<int> ThreadsOption = new("--threads")
    {
        Description = "Threads of each loop on a CPU.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string[]> LoopsOption = Many<string>("--loops", "Runs only loops whose names contain one of these.");
    private static readonly Option<double> SecondsOption = new("--seconds")
    {
        Description = "Duration of a turn.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int?> BatchOption = new("--batch") { Description = "Images per step, for all cases." };

    private static readonly Option<int[]> SlotsOption = Many<int>(
        "--slots", "Additional loops of ours, with this many trials at once on the device.");

    private static readonly Option<TrainingPrecision[]> PrecisionsOption = Many<TrainingPrecision>(
        "--precisions", "Additional loops of ours, with these precisions: bf16, auto.");

    private static readonly Option<string[]> NetworksOption = Many<string>(
        "--networks", $"Networks. The references support only {NetworkCatalog.Default}; for other networks, add --loops ours.");

    static PlainOptions() => Against.AcceptOnlyFromAmong("plain");

    public static Option<string?> Picture { get; } = new("--picture") { Description = "SVG file for a picture." };

    /// <summary>The options that select cases.</summary>
    public static IEnumerable<Option> OfShares => [SidesOption, DilationsOption, WidthsOption, BatchOption, Picture];

    public static IEnumerable<Option> All =>
        [Against, DeviceOption, SidesOption, DilationsOption, WidthsOption, VariantsOption, PassesOption, ThreadsOption, LoopsOption,
            SecondsOption, BatchOption, SlotsOption, PrecisionsOption, NetworksOption];

    public static PlainOptions Read(ParseResult parse) => new(
        parse.GetValue(Against) is not null, parse.GetRequiredValue(DeviceOption), parse.GetValue(SidesOption) ?? [],
        parse.GetValue(DilationsOption) ?? [], parse.GetValue(WidthsOption) ?? [], parse.GetValue(PassesOption),
        parse.GetValue(ThreadsOption), parse.GetValue(VariantsOption) ?? [], parse.GetValue(LoopsOption) ?? [],
        parse.GetValue(SecondsOption), parse.GetValue(BatchOption),
        parse.GetValue(SlotsOption) ?? [], parse.GetValue(PrecisionsOption) ?? [],
        parse.GetValue(NetworksOption) is { Length: > 0 } networks ? networks : [NetworkCatalog.Default]);

    public IEnumerable<PlainCase> Cases => CasesOf(Sides, Dilations, Widths, Batch)
        .SelectMany(@case => Networks.Select(network => @case with { Network = network }));

    /// <summary>Reads the cases for a command that has only the options in <see cref="OfShares"/>.</summary>
    public static IEnumerable<PlainCase> ReadCases(ParseResult parse) => CasesOf(
        parse.GetValue(SidesOption) ?? [], parse.GetValue(DilationsOption) ?? [], parse.GetValue(WidthsOption) ?? [],
        parse.GetValue(BatchOption));

    private static IEnumerable<PlainCase> CasesOf(int[] sides, int[] dilations, double[] widths, int? batch) =>
        PlainCase.From(sides, dilations, widths).Select(@case => batch is { } images ? @case with { Batch = images } : @case);

    public bool TakesLoop(string name) => Loops.Length == 0 || Loops.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static Option<T[]> Many<T>(string name, string description) => new(name)
    {
        Description = description,
        AllowMultipleArgumentsPerToken = true,
    };
}
