using System.Collections.Immutable;
using System.Globalization;
using Microsoft.OpenApi;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Searches;

/// <summary>Reads limits from a query: <c>maxMacs=300000000</c>.</summary>
internal static class LimitQuery
{
    public static Limits Read(IQueryCollection query, ImmutableArray<ValidationError>.Builder errors)
    {
        var limits = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        foreach (var metric in MetricTable.Default.Limits)
            if (query[MetricLimit.QueryOf(metric)].ToString() is { Length: > 0 } text && Bound(metric, text, errors) is { } bound)
                limits[MetricLimit.KeyOf(metric)] = bound;
        return new(limits.ToImmutable());
    }

    /// <summary>Adds the limits to the OpenAPI description.</summary>
    public static RouteHandlerBuilder TakesLimits(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        foreach (var metric in MetricTable.Default.Limits)
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = MetricLimit.QueryOf(metric),
                In = ParameterLocation.Query,
                Description = $"Limit on {metric.Help}.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        return Task.CompletedTask;
    });

    private static decimal? Bound(Metric metric, string text, ImmutableArray<ValidationError>.Builder errors)
    {
        var isNumber = decimal.TryParse(
            text, metric.Format.IsWhole ? NumberStyles.AllowLeadingSign : NumberStyles.Float, CultureInfo.InvariantCulture, out var bound);
        if (isNumber && bound >= 0)
            return bound;
        errors.Add(
            new(MetricLimit.QueryOf(metric),
                $"must be a {(metric.Format.IsWhole ? "whole " : "")}number of at least 0, but is \"{text}\""));
        return null;
    }
}
