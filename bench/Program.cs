using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Paretune;
using Paretune.Bench;
using Paretune.Bench.Efficiency;
using Paretune.Bench.Learning;
using Paretune.Bench.Proposals;
using Paretune.Bench.Training;

Dictionary<string, Func<IEnumerable<Row>>> benchmarks = new()
{
    ["kernel"] = KernelBenchmark.Run,
    ["ledger"] = LedgerBenchmark.Run,
    ["search"] = SearchBenchmark.Run,
    ["scheduler"] = SchedulerBenchmark.Run,
    ["scheduler-short"] = SchedulerBenchmark.RunShort,
    ["scheduler-reports"] = SchedulerBenchmark.RunReports,
    ["steps"] = StepsBenchmark.Run,
    ["programs"] = ProgramsBenchmark.Run,
    ["telemetry"] = TelemetryBenchmark.Run,
    ["dashboard"] = DashboardBenchmark.Run,
    ["list"] = ListBenchmark.Run,
    ["simulation"] = SimulationBenchmark.Run,
    ["front"] = FrontBenchmark.Run,
    ["front-strategy"] = FrontStrategyBenchmark.Run,
    ["proposal-time"] = ProposalTimeBenchmark.Run,
};
var output = new Option<string>("--output") { Description = "table or json", DefaultValueFactory = _ => "table", Recursive = true };
output.AcceptOnlyFromAmong("table", "json");
var command = new RootCommand(
    "Benchmarks Paretune. The machine should be idle. The exit code is 1 if a result misses its goal.") { output };
foreach (var (name, run) in benchmarks)
    command.Add(CommandOf(name, _ => run(), []));
command.Add(
    CommandOf(
        "train", parse => PlainOptions.Read(parse) is { IsAgainstPlain: true } plain ? PlainBenchmark.Run(plain) : TrainBenchmark.Run(),
        PlainOptions.All));
command.Add(
    CommandOf(
        "step-shares", parse => StepSharesBenchmark.Run(PlainOptions.ReadCases(parse), parse.GetValue(PlainOptions.Picture)),
        PlainOptions.OfShares));
command.Add(CommandOf("search-efficiency", parse => SearchEfficiencyBenchmark.Run(EfficiencyOptions.Read(parse)), EfficiencyOptions.All));
command.Add(CommandOf("proposals", ProposalsBenchmark.Run, ProposalsBenchmark.All));
command.Add(CommandOf("confirmation", ConfirmationBenchmark.Run, ConfirmationBenchmark.All));
command.Add(CommandOf("learning", parse => LearningBenchmark.Run(LearningOptions.Read(parse)), LearningOptions.All));
command.Add(CommandOf("rates", parse => RatesBenchmark.Run(LearningOptions.ReadComparison(parse)), LearningOptions.OfComparisons));
command.Add(CommandOf("parity", parse => ParityBenchmark.Run(LearningOptions.Read(parse)), LearningOptions.All));
command.Add(CommandOf("agreement", parse => AgreementBenchmark.Run(LearningOptions.Read(parse)), LearningOptions.All));
var plainLoop = new Command(PlainLoop.Command) { Hidden = true };
plainLoop.SetAction(_ => PlainLoop.Serve());
command.Add(plainLoop);
return command.Parse(args).Invoke();

Command CommandOf(string name, Func<ParseResult, IEnumerable<Row>> run, IEnumerable<Option> options)
{
    var benchmark = new Command(name);
    foreach (var option in options)
        benchmark.Add(option);
    benchmark.SetAction(parse => Measure([.. run(parse)], parse.GetRequiredValue(output) == "json"));
    return benchmark;
}

static int Measure(Row[] rows, bool isJson)
{
    if (rows.Length == 0)
    {
        Console.Error.WriteLine("nothing was measured: no case matches these options; see --help");
        return 2;
    }

    var conditions = $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, "
        + $"TorchSharp {typeof(TorchSharp.torch).Assembly.GetName().Version}";
    if (isJson)
        Console.WriteLine(JsonSerializer.Serialize(new { Conditions = conditions, Rows = rows }, ParetuneJson.Options));
    else
        RowPrinter.Print(rows, conditions);
    return rows.Any(row => row.Met == false) ? 1 : 0;
}
