using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Paretune;
using Paretune.Bench;
using Spectre.Console;

Dictionary<string, Func<IEnumerable<Row>>> benchmarks = new()
{
    ["train"] = TrainBenchmark.Run,
    ["kernel"] = KernelBenchmark.Run,
    ["ledger"] = LedgerBenchmark.Run,
    ["search"] = SearchBenchmark.Run,
    ["scheduler"] = SchedulerBenchmark.Run,
    ["scheduler-short"] = SchedulerBenchmark.RunShort,
    ["scheduler-reports"] = SchedulerBenchmark.RunReports,
    ["steps"] = StepsBenchmark.Run,
    ["telemetry"] = TelemetryBenchmark.Run,
    ["dashboard"] = DashboardBenchmark.Run,
    ["list"] = ListBenchmark.Run,
    ["simulation"] = SimulationBenchmark.Run,
    ["search-efficiency"] = SearchEfficiencyBenchmark.Run,
    ["front"] = FrontBenchmark.Run,
};
var name = new Argument<string>("name") { Description = string.Join(", ", benchmarks.Keys) };
name.AcceptOnlyFromAmong([.. benchmarks.Keys]);
var output = new Option<string>("--output") { Description = "table or json", DefaultValueFactory = _ => "table" };
output.AcceptOnlyFromAmong("table", "json");
var command = new RootCommand(
    "Measures Paretune. The machine should be idle; a figure that misses its goal makes the exit code 1.") { name, output };
command.SetAction(parse =>
{
    Row[] rows = [.. benchmarks[parse.GetRequiredValue(name)]()];
    var conditions = $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, "
        + $"TorchSharp {typeof(TorchSharp.torch).Assembly.GetName().Version}";
    if (parse.GetRequiredValue(output) == "json")
        Console.WriteLine(JsonSerializer.Serialize(new { Conditions = conditions, Rows = rows }, ParetuneJson.Options));
    else
        Print(rows, conditions);
    return rows.Any(row => row.Met == false) ? 1 : 0;
});
return command.Parse(args).Invoke();

static void Print(IEnumerable<Row> rows, string conditions)
{
    var table = new Table().Border(TableBorder.Simple).AddColumns("what", "value", "unit", "goal");
    foreach (var row in rows)
    {
        var goal = row.Goal is { } least
            ? FormattableString.Invariant($"{(row.AtMost ? "≤" : "≥")} {least:0.##}: {(row.Met == true ? "met" : "missed")}") : "";
        table.AddRow(Markup.Escape(row.Name), FormattableString.Invariant($"{row.Value:0.##}"), row.Unit, goal);
    }

    AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 120);
    AnsiConsole.Write(table);
    AnsiConsole.WriteLine(conditions);
}
