using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Paretune.Dashboard.Telemetry;

/// <summary>
/// Sets up traces, metrics and logs with OpenTelemetry. It is in this project because both silos and dashboards reference it.
/// </summary>
public static class TelemetrySetup
{
    private static readonly string[] Endpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ];

    /// <summary>Returns whether a collector is configured; without one, no spans are created.</summary>
    public static bool IsSent(IConfiguration configuration) => Endpoints.Any(endpoint => configuration[endpoint] is { Length: > 0 });

    /// <summary>
    /// Sets the process's resource attributes, and exports telemetry if OpenTelemetry's variables name an endpoint. Call it before adding
    /// Orleans, and enable Orleans' activity propagation if <see cref="IsSent"/>.
    /// </summary>
    /// <param name="role">The role, such as <c>worker</c>.</param>
    /// <param name="name">The name of the process.</param>
    /// <param name="cluster">The cluster's id.</param>
    public static void AddParetuneTelemetry(this WebApplicationBuilder builder, string role, string name, string cluster)
    {
        var version = typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3);
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService($"paretune-{role}", cluster, version, autoGenerateServiceInstanceId: false, name)
            // Added again after the names above, so that the operator's variables override them.
            .AddEnvironmentVariableDetector());
        if (!IsSent(builder.Configuration))
            return;
        builder.Services.AddSingleton<IOutgoingGrainCallFilter, UntracedCalls>().AddSingleton<IIncomingGrainCallFilter, UntracedCalls>();
        telemetry
            .WithTracing(traces => traces
                .AddSource(TelemetryNames.Source, "Microsoft.Orleans.*")
                .AddAspNetCoreInstrumentation(requests => requests.Filter = IsTold))
            .WithLogging(null, logs => (logs.IncludeFormattedMessage, logs.IncludeScopes) = (true, true))
            .UseOtlpExporter();
    }

    /// <summary>Collects the metrics that <see cref="MetricsApi"/> exposes.</summary>
    internal static void AddFigures(this IServiceCollection services) => services.AddOpenTelemetry().WithMetrics(metrics => metrics
        .AddMeter(TelemetryNames.Source, "Microsoft.Orleans", "Microsoft.AspNetCore.*", "System.Runtime", "Npgsql")
        .AddPrometheusExporter());

    /// <summary>
    /// Returns whether to trace a request. Probes and scrapes are too frequent, and connections that stay open for hours are not requests.
    /// </summary>
    private static bool IsTold(HttpContext context) => context.Request.Path.Value switch
    {
        "/healthz" or "/readyz" or MetricsApi.Path => false,
        { } path => !path.StartsWith("/_", StringComparison.Ordinal) && !path.EndsWith("/events", StringComparison.Ordinal),
        null => true,
    };
}
