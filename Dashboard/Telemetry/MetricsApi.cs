namespace Paretune.Dashboard.Telemetry;

/// <summary>This process's metrics for Prometheus. Access follows the API's rules, unless the metrics are public.</summary>
internal static class MetricsApi
{
    public const string Path = "/metrics";

    public static void MapMetrics(this WebApplication app)
    {
        var metrics = app.MapPrometheusScrapingEndpoint(Path);
        if (app.Services.GetRequiredService<ApiOptions>().Metrics.Open)
            metrics.AllowAnonymous().DisableRateLimiting();
    }
}
