using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;

namespace Paretune.Dashboard.Telemetry;

/// <summary>
/// This process's metrics for Prometheus. Access follows the API's rules. If the metrics are open, requests that no proxy forwarded are
/// exempt: scrapes reach a process directly, while an ingress would pass requests of anyone.
/// </summary>
internal static class MetricsApi
{
    public const string Path = "/metrics";

    // What proxies add, and what ASP.NET Core makes of it if ASPNETCORE_FORWARDEDHEADERS_ENABLED is set.
    private static readonly string[] Forwarding =
        [ForwardedHeadersDefaults.XForwardedForHeaderName, ForwardedHeadersDefaults.XOriginalForHeaderName, "Forwarded"];

    public static void MapMetrics(this WebApplication app) => app.MapPrometheusScrapingEndpoint(Path);

    /// <summary>Exempts direct requests for open metrics from authentication and rate limits. Call it before they are added.</summary>
    public static void UseOpenMetrics(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<ApiOptions>().Metrics.Open)
            return;
        app.Use((context, next) =>
        {
            if (context.GetEndpoint() is { } endpoint && context.Request.Path == Path && !IsForwarded(context.Request))
                context.SetEndpoint(new(
                    endpoint.RequestDelegate,
                    new([.. endpoint.Metadata, new AllowAnonymousAttribute(), new DisableRateLimitingAttribute()]), endpoint.DisplayName));
            return next(context);
        });
    }

    private static bool IsForwarded(HttpRequest request) => Forwarding.Any(request.Headers.ContainsKey);
}
