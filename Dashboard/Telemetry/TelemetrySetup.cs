using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Paretune.Dashboard.Telemetry;

/// <summary>
/// Traces, metrics and logs by OpenTelemetry. It lives here for the same reason as TLS does: silos and dashboards both reference this
/// project.
/// </summary>
public static class TelemetrySetup
{
    private static readonly string[] Endpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ];

    /// <summary>Whether there is a collector to send to; without one no span is made.</summary>
    public static bool IsSent(IConfiguration configuration) => Endpoints.Any(endpoint => configuration[endpoint] is { Length: > 0 });

    /// <summary>
    /// Says what this process is called, and sends what it tells where OpenTelemetry's variables say; nowhere without them. To be called
    /// before Orleans is added, and with Orleans' own activity propagation where <see cref="IsSent"/>.
    /// </summary>
    /// <param name="role">Such as <c>worker</c>.</param>
    /// <param name="name">What people call the process.</param>
    /// <param name="cluster">The cluster's id.</param>
    public static void AddParetuneTelemetry(this WebApplicationBuilder builder, string role, string name, string cluster)
    {
        var version = typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3);
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService($"paretune-{role}", cluster, version, autoGenerateServiceInstanceId: false, name)
            // Again, after the names above, which the operator's overrule.
            .AddEnvironmentVariableDetector());
        if (!IsSent(builder.Configuration))
            return;
        builder.Services.AddSingleton<IOutgoingGrainCallFilter, QuietCalls>().AddSingleton<IIncomingGrainCallFilter, QuietCalls>();
        telemetry
            .WithTracing(traces => traces
                .AddSource(TelemetryNames.Source, "Microsoft.Orleans.*")
                .AddAspNetCoreInstrumentation(requests => requests.Filter = IsTold))
            .WithLogging(null, logs => (logs.IncludeFormattedMessage, logs.IncludeScopes) = (true, true))
            .UseOtlpExporter();
    }

    /// <summary>Keeps the figures that <see cref="MetricsApi"/> shows.</summary>
    internal static void AddFigures(this IServiceCollection services) => services.AddOpenTelemetry().WithMetrics(metrics => metrics
        .AddMeter(TelemetryNames.Source, "Microsoft.Orleans", "Microsoft.AspNetCore.*", "System.Runtime", "Npgsql")
        .AddPrometheusExporter());

    /// <summary>Probes and scrapes come every few seconds, and what stays open for hours is no request.</summary>
    private static bool IsTold(HttpContext context) => context.Request.Path.Value switch
    {
        "/healthz" or "/readyz" or MetricsApi.Path => false,
        { } path => !path.StartsWith("/_", StringComparison.Ordinal) && !path.EndsWith("/events", StringComparison.Ordinal),
        null => true,
    };
}
