using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Paretune.Tuning.Specs;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary><c>search export</c>: exports all data of a search for other programs.</summary>
internal static class ExportCommand
{
    private static readonly JsonSerializerOptions SearchFile =
        new(ParetuneJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Verb Create(Shell shell)
    {
        var id = Arguments.Search(shell);
        var format = Shell.Choice(
            "--format",
            "csv: a row for each trial. curves: the same with two columns for each epoch, as paretune simulate reads it. json: the "
            + "search, its trials and their curves. svg: a picture of the front. tensorboard: the curves, a run for each trial. parquet: "
            + "two tables, trials and epochs. mlflow: an experiment with a run for each trial. yaml: the "
            + "search as a file for search submit.",
            "csv", "curves", "json", "svg", "tensorboard", "parquet", "mlflow", "yaml");
        var folder = new Option<string?>("--folder")
        {
            Description = "Folder to write to. tensorboard: each run is written to ID/trial-N inside it; default: the current folder. "
                + "parquet: both tables are written into it; default: a folder named ID, in the current folder."
        };
        var mlflow = new Option<string?>("--mlflow")
        {
            Description = "Address of the MLflow server. Default: MLFLOW_TRACKING_URI. A token in MLFLOW_TRACKING_TOKEN is sent.",
            HelpName = "address"
        };
        var verb = new Verb(
            "export",
            "Export a search to standard output, to a folder (tensorboard, parquet) or to a server (mlflow).",
            "paretune search export ID --format csv > trials.csv", "paretune search export ID --format curves > curves.csv",
            "paretune search export ID --format svg > front.svg", "paretune search export ID --format yaml > search.yaml",
            "paretune search export ID --format tensorboard --folder runs", "paretune search export ID --format parquet --folder tables",
            "paretune search export ID --format mlflow --mlflow http://127.0.0.1:5000")
        {
            HasRows = true,
        };
        return shell.Runs(verb.With(id, format, folder, mlflow), async (session, cancellation) =>
        {
            var wanted = Format(session, shell.Output, format);
            var search = new SearchId(session.Get(id));
            var (view, trials) = await ShowCommands.Read(session, search, cancellation);
            await (wanted switch
            {
                "csv" => TrialCsv.Write(session.Terminal.Out, trials, MetricTable.From(view.Spec)),
                "curves" => CurveCsv.Write(session.Terminal.Out, Details(session, view.Id, trials, cancellation), view.Spec),
                "svg" => session.Terminal.Out.WriteLineAsync(FrontPicture.Create(view, trials).ToString()),
                "yaml" => session.Terminal.Out.WriteAsync(
                    YamlWriting.Format(JsonSerializer.SerializeToNode(view.Spec.AsWritten(), SearchFile))),
                "json" => WriteJson(session, view, trials, cancellation),
                "tensorboard" => WriteTensorBoard(session, view, trials, session.Get(folder) ?? "", cancellation),
                "parquet" => WriteParquet(session, view, trials, session.Get(folder) ?? search.ToString(), cancellation),
                _ => WriteMlflow(session, view, trials, session.Get(mlflow), cancellation),
            });
        });
    }

    /// <summary>Returns the value of --format. <c>--output</c> may also be csv or json.</summary>
    private static string Format(Session session, Option<string> output, Option<string> format)
    {
        var (asked, wanted) = (session.Get(output)!, session.Get(format)!);
        if (session.Parse.GetResult(output) is not { Implicit: false } || asked == wanted)
            return wanted;
        return asked is "csv" or "json" && session.Parse.GetResult(format) is not { Implicit: false } ? asked
            : throw CommandException.BadInput(
            $"--output: search export writes what --format says, {format.HelpName?.Replace("|", ", ", StringComparison.Ordinal)}; omit "
            + $"--output {asked}");
    }

    private static async Task WriteJson(
        Session session, SearchView view, IReadOnlyCollection<TrialView> trials, CancellationToken cancellation)
    {
        var details = new List<TrialDetail>();
        await foreach (var detail in Details(session, view.Id, trials, cancellation))
            details.Add(detail);
        new Printer(session.Terminal, OutputFormat.Json).One(new { Search = view, Trials = details }, _ => Text.Empty);
    }

    private static async Task WriteTensorBoard(
        Session session, SearchView view, IReadOnlyCollection<TrialView> trials, string folder, CancellationToken cancellation)
    {
        // TensorBoard shows all files of a folder as one run, so searches must not share the folder of a trial.
        var (runs, runsFolder, metrics) = (0, Path.Combine(folder, view.Id.ToString()), MetricTable.From(view.Spec));
        await foreach (var detail in Details(session, view.Id, trials, cancellation))
        {
            // A trial that has not started has no curve.
            if (detail.Attempts is not [var first, ..])
                continue;
            try
            {
                WriteRun(Path.Combine(runsFolder, $"trial-{detail.Trial.Number}"), first.StartedAt, detail.Curve, metrics);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw CommandException.BadInput($"--folder: must be a writable folder, but {runsFolder} is not: {e.Message}");
            }

            runs++;
        }

        new Printer(session.Terminal, OutputFormat.Table).Note(
            $"{runs} runs in {Path.GetFullPath(runsFolder)}; view them with: tensorboard --logdir "
                + (folder.Length > 0 ? folder : runsFolder));
    }

    private static void WriteRun(string folder, DateTimeOffset started, IEnumerable<Report> curve, MetricTable metrics)
    {
        Directory.CreateDirectory(folder);
        using var stream = File.Create(Path.Combine(folder, $"events.out.tfevents.{started.ToUnixTimeSeconds()}.paretune"));
        var file = new TensorBoardFile(stream);
        var at = started;
        file.Begin(at);
        foreach (var report in curve)
            file.Add(at += TimeSpan.FromSeconds(report.Seconds), report.Epoch, [
                .. from column in EpochColumn.From(metrics)
                   where column.Curve is not null && column.Value(report) is not null
                   select (column.Curve, column.Value(report)!.Value),
            ]);
    }

    private static async Task WriteParquet(
        Session session, SearchView view, IReadOnlyCollection<TrialView> trials, string folder, CancellationToken cancellation)
    {
        var details = await Details(session, view.Id, trials, cancellation).ToListAsync(cancellation);
        try
        {
            Directory.CreateDirectory(folder);
            await using (var stream = File.Create(Path.Combine(folder, ParquetTables.Trials)))
                await ParquetTables.Write(
                    stream, trials, MetricTable.From(view.Spec), trial => SpaceExtensionText.Compute(view, trial), cancellation);
            await using (var stream = File.Create(Path.Combine(folder, ParquetTables.Epochs)))
                await ParquetTables.Write(stream, details, MetricTable.From(view.Spec), cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"--folder: must be a writable folder, but {folder} is not: {e.Message}");
        }

        session.Printer.Note($"{ParquetTables.Trials} and {ParquetTables.Epochs} in {Path.GetFullPath(folder)}");
    }

    private static async Task WriteMlflow(
        Session session, SearchView view, IReadOnlyCollection<TrialView> trials, string? address, CancellationToken cancellation)
    {
        var text = address ?? session.Terminal.Variable("MLFLOW_TRACKING_URI");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https")
            || server.UserInfo is { Length: > 0 })
            throw server is { UserInfo.Length: > 0 }
                // The address is not shown, because output ends up in logs.
                ? CommandException.BadInput(
                    "--mlflow: must be an address without user name and password, since it is printed; set MLFLOW_TRACKING_TOKEN instead")
                : CommandException.BadInput(
                    $"--mlflow: must be the address of an MLflow server, such as http://127.0.0.1:5000, but is \"{text}\"");
        using var mlflow = new MlflowServer(server, session.Terminal.Variable("MLFLOW_TRACKING_TOKEN"));
        var runs = await new MlflowExport(mlflow, view).Write(Details(session, view.Id, trials, cancellation), cancellation);
        session.Printer.Note($"{runs} runs in experiment \"{view.Name} {view.Id}\" of {server}");
    }

    private static async IAsyncEnumerable<TrialDetail> Details(
        Session session, SearchId search, IEnumerable<TrialView> trials, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var trial in trials)
            yield return await session.Api.Get<TrialDetail>($"{ParetuneApi.PathOf(search)}/trials/{trial.Number}", cancellation);
    }
}
