using System.CommandLine;
using System.Text.Json;
using Paretune.Client.Demo;
using Paretune.Client.Models;
using Paretune.Client.Output;
using Paretune.Client.Submission;
using Paretune.Tuning.Rates;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Commands;

/// <summary><c>model find-rate</c>: a learning-rate range test on this machine, without a server.</summary>
internal static class FindRateCommand
{
    // Flags without effect in a range test, which sets the rate and its schedule itself and does not validate.
    private static readonly string[] NotOfTests =
    [
        HyperparameterNames.LearningRate, HyperparameterNames.Schedule, HyperparameterNames.Warmup, HyperparameterNames.Ema,
        HyperparameterNames.Progressive,
    ];

    private static readonly string[] OfSearches = ["dataset", "trainImages", "seed"];

    public static Verb Create(Shell shell)
    {
        var flags = SearchFlag.All.Where(IsOfTests).Select(flag => (Flag: flag, Option: flag.ToOption(isSingle: true))).ToArray();
        var from = Rate("--from", "Learning rate of the first step.", RateRange.Default.From);
        var to = Rate("--to", "Learning rate of the last step.", RateRange.Default.To);
        var steps = new Option<int>("--steps")
        {
            Description = "Number of steps. Each multiplies the rate by the same factor.",
            DefaultValueFactory = _ => RateRange.Default.Steps,
        };
        var svg = new Option<string?>("--svg") { Description = "Write a plot of the loss to this SVG file.", HelpName = "file" };
        var home = new Option<string?>("--home")
        {
            Description = "Folder with the datasets. Default: PARETUNE_HOME, else paretune in the user's data folder.",
            HelpName = "folder",
        };
        var verb = new Verb(
            "find-rate", "Run a learning-rate range test for one network: raise the rate with each step, and suggest one from the loss. "
                + "Each option takes one value.",
            "paretune model find-rate --dataset cifar10 --network mobilenet --batch-size 128 --svg rate.svg",
            "paretune model find-rate --dataset shapes --width 0.5 --optimizer sgd --output json");
        verb.With([.. flags.Select(flag => flag.Option)]).With(from, to, steps, svg, home);
        return shell.Runs(verb, async (session, cancellation) =>
        {
            var given = flags.Select(flag => (flag.Flag, Value: session.Get(flag.Option))).Where(flag => flag.Value is not null)
                .Select(flag => (flag.Flag, Value: flag.Value!)).ToList();
            var spec = ModelCommand.One(
                given, given.Any(one => one.Flag.Path == "dataset") ? [] : ["--dataset: required; see: paretune data list"]);
            var range = new RateRange(session.Get(from), session.Get(to), session.Get(steps));
            CommandException.ThrowIfAny(range.Errors(), field => $"--{field}");
            var request = new RateTestRequest(
                JsonSerializer.SerializeToElement(SearchText.Read(null, null, given).Json), range);
            var found = await Find(session, spec, request, session.Get(home), cancellation);
            session.Printer.One(found, RateTables.Create);
            if (session.Get(svg) is { } file)
                Save(session, found, file);
            return found.Suggestion is null ? ExitCode.Failed : ExitCode.Done;
        });
    }

    private static bool IsOfTests(SearchFlag flag) =>
        (OfSearches.Contains(flag.Path) || SearchFlag.OfModel.Contains(flag)
            || flag.Path.StartsWith("space.", StringComparison.Ordinal)) && !NotOfTests.Any(name => flag.Path == $"space.{name}");

    private static Option<double> Rate(string name, string description, double standard) =>
        new(name) { Description = description, HelpName = "rate", DefaultValueFactory = _ => standard };

    private static async Task<RateFinding> Find(
        Session session, SearchSpec spec, RateTestRequest request, string? home, CancellationToken cancellation)
    {
        var program = await SiloProgram.Find(session.Terminal, cancellation);
        var test = await RateTestProcess.Run(
            program, request, home is null ? null : Path.GetFullPath(home), session.Terminal,
            point => Print(session, point, request.Range.Steps), cancellation);
        if (session.Terminal.ErrorIsTerminal)
            session.Printer.Note("");
        var batch = (int)spec.Space["batchSize"].Values[0].Number;
        var optimizer = RecipeWords.Parse<OptimizerKind>(spec.Space["optimizer"].Values[0].Word!);
        return RateFinding.From(
            spec.Networks[0], spec.Dataset, batch, MeasuredRates.For(spec.Networks[0], batch, optimizer), test);
    }

    // Redraws one line at a terminal; elsewhere prints a line for each tenth of the steps.
    private static void Print(Session session, RatePoint point, int steps)
    {
        var line = $"step {point.Step} of {steps}"
            + $", learning rate {RateTables.Rate(point.Rate)}, loss {Formatter.Number(point.Loss, "0.000")}";
        if (session.Terminal.ErrorIsTerminal)
            session.Terminal.Error.Write($"\r{line}   ");
        else if (point.Step % Math.Max(1, steps / 10) == 0)
            session.Printer.Note(line);
    }

    private static void Save(Session session, RateFinding found, string file)
    {
        RatePicture.Create(found).Save(file);
        session.Printer.Note($"plot written to {Path.GetFullPath(file)}");
    }
}
