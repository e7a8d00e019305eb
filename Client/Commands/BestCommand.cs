using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Specs;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary><c>search best</c>: the trial that a rule recommends, and why.</summary>
internal static class BestCommand
{
    public static Verb Create(Shell shell)
    {
        var id = Arguments.Search(shell);
        var rule = new Option<string?>("--rule")
        {
            Description = $"Rule that chooses the trial: {Spelling.OneOf(OptimumRule.Patterns)}. Default: the search's rule.",
            HelpName = "rule",
        };
        rule.CompletionSources.Add([.. OptimumRule.Choices]);
        (string Key, Option<decimal?> Option)[] limits = [
            .. MetricTable.Default.Limits.Select(metric => (MetricLimit.QueryOf(metric), Limit(metric)))];
        var verb = new Verb(
            "best", "Show the trial that a rule recommends, and why, with test accuracy and 95 % intervals.", "paretune search best ID",
            "paretune search best ID --rule smallest-within:0.5 --max-macs 300000000")
        {
            HasRows = true,
        };
        verb.With(id, rule).With([.. limits.Select(limit => limit.Option)]);
        return shell.Runs(verb, async (session, cancellation) =>
        {
            (string, string?)[] query = [
                ("rule", session.Get(rule)),
                .. limits.Select(limit => (limit.Key, session.Get(limit.Option)?.ToString(CultureInfo.InvariantCulture)))];
            await Best(session, new(session.Get(id)), query, cancellation);
        });
    }

    private static Option<decimal?> Limit(Metric metric) =>
        new(MetricLimit.FlagOf(metric))
        {
            Description = $"{(metric.IsMaximized ? "Minimum" : "Maximum")} for the recommended trial: {metric.Help}.",
            HelpName = "number",
            CustomParser = given => Number(given, metric),
        };

    /// <summary>A number as <c>search submit</c> takes it: 5M for 5000000.</summary>
    private static decimal? Number(ArgumentResult given, Metric metric)
    {
        var (text, flag) = (given.Tokens[0].Value, MetricLimit.FlagOf(metric));
        if (SearchFlag.All.First(known => known.Name == flag).Parse(text) is JsonValue value && value.TryGetValue(out decimal number))
            return number;
        given.AddError($"{flag}: must be a number, such as {(metric.Format.IsWhole ? "5M" : "0.6")}, but is \"{text}\"");
        return null;
    }

    private static async Task Best(
        Session session, SearchId id, IEnumerable<(string Key, string? Value)> query, CancellationToken cancellation)
    {
        var asked = string.Join(
            '&', query.Where(part => part.Value is not null).Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}"));
        var optimum = await session.Api.Get<Optimum>($"{ParetuneApi.PathOf(id)}/best?{asked}", cancellation);
        var (view, trials) = await ShowCommands.Read(session, id, cancellation);
        var measured = await SearchImages.Read(session, view, cancellation);
        var best = trials.First(trial => trial.Number == optimum.Trial);
        if (session.Printer.Format == OutputFormat.Csv)
        {
            await TrialCsv.Write(session.Terminal.Out, [best], MetricTable.From(view.Spec), measured.Columns());
            return;
        }

        var document = JsonSerializer.SerializeToNode(optimum, ParetuneJson.Options)!.AsObject();
        document["result"] = measured.Document(best);
        var columns = TrialTable.Columns(trials, view.Spec.Objectives, optimum.Trial, measured, MetricTable.From(view.Spec));
        session.Printer.One<JsonObject>(document, _ => new Rows(
            new Text(SearchTables.Optimum(optimum)),
            SearchTables.Front([best], columns, optimum.Trial, note: measured.Note([best], view.Spec)),
            new Text($"model: {session.Api.AddressOf($"{ParetuneApi.PathOf(id)}/trials/{best.Number}/model")}")));
    }
}
