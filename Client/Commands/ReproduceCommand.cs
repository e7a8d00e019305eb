using System.CommandLine;
using Paretune.Client.Reproduction;
using Paretune.Client.Submission;
using Paretune.Tuning.Paper;
using Paretune.Tuning.Specs;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary><c>reproduce</c>: repeats the paper's measurements and compares its results with ours.</summary>
internal static class ReproduceCommand
{
    private const int DefaultSeeds = 3;

    public static Verb Create(Shell shell)
    {
        var experiment = new Argument<string>("EXPERIMENT") { Description = "A table or figure of the paper, or all of them." };
        experiment.AcceptOnlyFromAmong(Experiment.Names);
        var small = new Option<bool>("--scale")
        {
            Description =
                "Fewer images, epochs and pixels, for a small machine; every resulting value is marked with *. To change "
                + "only some of these, use the options below."
        };
        var seeds = new Option<int>("--seeds")
        {
            Description = "Number of seeds to average over.",
            DefaultValueFactory = _ => DefaultSeeds
        };
        var file = new Option<string?>("--out")
        {
            Description = "Report, FILE.html or FILE.md; the other format is written to the same folder. Default: "
                + "reproduction-EXPERIMENT.html.",
            HelpName = "file"
        };
        var flags = Scale.Flags.Select(flag => (Flag: flag, Option: flag.ToOption())).ToArray();
        var verb = new Verb(
            "reproduce",
            "Repeat the dilated-separable paper's experiments and compare the results. Run it again to resume where it stopped.",
            "paretune reproduce table1", "paretune reproduce all --scale", "paretune reproduce table4 --seeds 5 --out table4.html");
        verb.With(experiment, small, seeds, file).With([.. flags.Select(flag => flag.Option)]);
        return shell.Runs(verb, (session, cancellation) =>
        {
            var given = flags.Where(flag => session.Get(flag.Option) is not null).ToDictionary(
                flag => flag.Flag, flag => session.Get(flag.Option)!);
            var run = new ReproductionRun(
                session.Get(experiment), session.Get(seeds), Scale.From(session.Get(small), given),
                Typed(session.Get(experiment), session.Get(small), session.Get(seeds), given));
            return Reproduce(session, run, ReportFiles.From(session.Get(file), run.Experiment), cancellation);
        });
    }

    private static async Task<ExitCode> Reproduce(Session session, ReproductionRun run, ReportFiles files, CancellationToken cancellation)
    {
        if (run.Seeds is < 1 or > SeedMean.MostSeeds)
            throw CommandException.BadInput($"--seeds: must be from 1 to {SeedMean.MostSeeds}, but is {run.Seeds}");
        try
        {
            files.Write(await run.Report(session, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            session.Printer.Note("submitted searches continue; run the same command again to resume");
            return ExitCode.Interrupted;
        }

        session.Printer.One(files, written => new Text($"{written.Html}{Environment.NewLine}{written.Markdown}"));
        return ExitCode.Done;
    }

    // The command to repeat the run elsewhere, without this machine's server, key and folders.
    private static string Typed(string experiment, bool isSmall, int seeds, Dictionary<SearchFlag, string> given) => string.Join(' ', [
        $"paretune reproduce {experiment}", .. isSmall ? ["--scale"] : Array.Empty<string>(),
        .. given.OrderBy(flag => flag.Key.Name, StringComparer.Ordinal).Select(flag => $"{flag.Key.Name} {flag.Value}"),
        .. seeds == DefaultSeeds ? Array.Empty<string>() : [$"--seeds {seeds}"]]);
}
