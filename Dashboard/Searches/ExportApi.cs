using System.ComponentModel;
using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Trials;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Searches;

/// <summary>Exports a search as a file for other programs.</summary>
internal static class ExportApi
{
    public static void MapExport(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/searches/{id}/export", Export).WithTags("Searches").WithName("ExportSearch")
            .WithSummary("Returns a search and its trials as a file.")
            .AnswersFile(MediaTypeNames.Text.Csv, MediaTypeNames.Application.Json)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<FileContentHttpResult> Export(
        string id, [Description("csv, a row for each trial; or json, the search and its trials.")] string? format,
        [Description("Numbers of the trials, such as 1,4-9. Default: all.")] string? trials, SearchCalls calls,
        CancellationToken cancellation)
    {
        if (format is not ("csv" or "json"))
            throw ApiException.Invalid(nameof(format), $"must be csv or json, but is \"{format}\"");
        var asked = trials is null ? null : TrialNumbers.Parse(nameof(trials), trials);
        var look = await calls.Ask(id, grain => grain.Look(null), cancellation);
        var exported = look.Trials.Where(trial => asked?.Has(trial.Number) != false).ToList();
        if (format == "json")
            return TypedResults.File(
                Encoding.UTF8.GetBytes(SearchDocument.Create(look.Search, exported).ToJsonString()), MediaTypeNames.Application.Json,
                $"{id}.json");
        var text = new StringWriter();
        await TrialCsv.Write(text, exported, MetricTable.From(look.Search.Spec));
        return TypedResults.File(Encoding.UTF8.GetBytes(text.ToString()), MediaTypeNames.Text.Csv, $"{id}.csv");
    }
}
