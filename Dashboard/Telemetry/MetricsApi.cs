namespace Paretune.Dashboard.Telemetry;

/// <summary>
/// The figures of this process for Prometheus. They follow the API's rules, unless they are open to everyone who reaches the address.
/// </summary>
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
