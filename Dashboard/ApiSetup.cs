using Microsoft.AspNetCore.Server.Kestrel.Core;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Cluster;
using Paretune.Dashboard.Datasets;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Keys;
using Paretune.Dashboard.Layout;
using Paretune.Dashboard.Programs;
using Paretune.Dashboard.Searches;
using Paretune.Dashboard.SignIn;
using Paretune.Dashboard.Telemetry;
using Paretune.Dashboard.Trainers;
using Paretune.Dashboard.Trials;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;

namespace Paretune.Dashboard;

/// <summary>
/// Sets up the HTTP API and the sign-in page for a host that has a cluster client, a <see cref="DatasetStore"/>, a <see
/// cref="TrainerStore"/> and an <see cref="IFileStore"/>.
/// </summary>
public static class ApiSetup
{
    /// <param name="uploads">A folder that only this process uses, for uploads in transit; cleared at the start.</param>
    public static IServiceCollection AddParetuneApi(this IServiceCollection services, string uploads, ApiOptions options)
    {
        services.AddSingleton(options);
        services.AddAccess(options);
        services.AddRequestRate(options);
        services.AddFigures();
        services.Configure<KestrelServerOptions>(server => server.Limits.MaxRequestBodySize = ApiOptions.MaxJsonBytes);
        services.AddSingleton(new Uploads(uploads, options));
        services.AddSingleton(provider => new CheckpointParts(
            Path.Combine(uploads, "checkpoints"), provider.GetRequiredService<Uploads>(), options.MaxCheckpointBytes,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DatasetPreview>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<SearchCalls>();
        services.AddSingleton<EventStream>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.ConfigureHttpJsonOptions(json => ParetuneJson.Configure(json.SerializerOptions));
        // An invalid query value is then reported like any other invalid input, in every environment.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddOpenApi(ApiDescription.Describe);
        return services;
    }

    /// <summary>Maps only the health endpoints and the metrics of this process.</summary>
    public static WebApplication MapParetuneHealth(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseOpenMetrics();
        app.UseAccess();
        app.MapHealth();
        app.MapMetrics();
        return app;
    }

    public static WebApplication MapParetuneApi(this WebApplication app)
    {
        app.Services.GetRequiredService<Uploads>().Clear();
        app.Services.GetRequiredService<DatasetStore>().Sweep();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        // Before everything that may reject a request, so that rejected requests are audited too.
        app.UseMiddleware<Audit>();
        app.UsePageHeaders();
        app.UseMiddleware<SameOriginOnly>();
        app.UseOpenMetrics();
        app.UseAccess();
        app.MapOpenApi();
        app.MapHealth();
        app.MapMetrics();
        app.MapSignIn();
        app.MapCluster();
        app.MapSearches();
        app.MapExport();
        app.MapTrials();
        app.MapPrograms();
        app.MapDatasets();
        app.MapTrainers();
        app.MapKeys();
        return app;
    }
}
