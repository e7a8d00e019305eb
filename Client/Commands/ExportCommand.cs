using System.Globalization;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary><c>search export</c>: everything about a search for other programs, on standard output.</summary>
internal static class ExportCommand
{
    private static readonly (string Name, Func<TrialView, object?> Value)[] Columns =
    [
        ("number", trial => trial.Number), ("dilation", trial => trial.Configuration.Dilation), ("width", trial => trial.Configuration.Width),
        ("resolution", trial => trial.Configuration.Resolution), ("learningRate", trial => trial.Configuration.LearningRate),
        ("weightDecay", trial => trial.Configuration.WeightDecay), ("batchSize", trial => trial.Configuration.BatchSize),
        ("state", trial => Show.Name(trial.State)), ("attempt", trial => trial.Attempt), ("epochs", trial => trial.Epochs),
        ("bestEpoch", trial => trial.BestEpoch), ("accuracy", trial => trial.Accuracy), ("validationLoss", trial => trial.ValidationLoss),
        ("testAccuracy", trial => trial.TestAccuracy), ("parameters", trial => trial.Parameters), ("macs", trial => trial.Macs),
        ("bytes", trial => trial.Bytes), ("onFront", trial => trial.OnFront ? "true" : "false"), ("secondsPerEpoch", trial => trial.SecondsPerEpoch),
        ("reason", trial => trial.Reason),
    ];

    public static Verb Of(Shell shell)
    {
        var id = Arguments.Search();
        var format = Shell.Choice(
            "--format", "csv: a row for each trial. json: the search, its trials and their curves. svg: a picture of the front.", "csv", "json", "svg");
        var verb = new Verb(
            "export", "Write a search for other programs.", "paretune search export ID --format csv > trials.csv", "paretune search export ID --format svg > front.svg");
        return shell.Runs(verb.With(id, format), async (session, cancellation) =>
        {
            var (view, trials) = await LookCommands.Read(session, new(session.Of(id)), cancellation);
            await (session.Of(format) switch
            {
                "csv" => WriteCsv(session.Terminal.Out, trials),
                "svg" => session.Terminal.Out.WriteLineAsync(FrontPicture.Of(view, trials).ToString()),
                _ => WriteJson(session, view, trials, cancellation),
            });
        });
    }

    private static async Task WriteCsv(TextWriter output, IEnumerable<TrialView> trials)
    {
        await output.WriteLineAsync(string.Join(',', Columns.Select(column => column.Name)));
        foreach (var trial in trials)
            await output.WriteLineAsync(string.Join(',', Columns.Select(column => Quoted(Convert.ToString(column.Value(trial), CultureInfo.InvariantCulture) ?? ""))));
    }

    private static async Task WriteJson(Session session, SearchView view, IReadOnlyCollection<TrialView> trials, CancellationToken cancellation)
    {
        var details = new List<TrialDetail>();
        foreach (var trial in trials)
            details.Add(await session.Api.Get<TrialDetail>($"{ParetuneApi.PathOf(view.Id)}/trials/{trial.Number}", cancellation));
        new Printer(session.Terminal, OutputFormat.Json).One(new { Search = view, Trials = details }, _ => Text.Empty);
    }

    // RFC 4180.
    private static string Quoted(string cell) => cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
