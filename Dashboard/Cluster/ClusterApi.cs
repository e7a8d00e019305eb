using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Cluster;

/// <summary>The cluster's HTTP endpoints: its workers and what they train, and the health of this process.</summary>
internal static class ClusterApi
{
    public static void MapCluster(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/cluster", Show).WithTags("Cluster").WithName("ShowCluster")
            .WithSummary("Shows the workers, their devices, what each device trains, and the queue.");

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => TypedResults.Text("alive")).AllowAnonymous().DisableRateLimiting().WithTags("Cluster")
            .WithName("Alive").AnswersFile(MediaTypeNames.Text.Plain).WithSummary("Answers while the process runs.");
        app.MapGet("/readyz", Ready).AllowAnonymous().DisableRateLimiting().WithTags("Cluster").WithName("Ready")
            .WithSummary("Answers 200 if the process is a member of the cluster and can answer requests.")
            .AnswersFile(MediaTypeNames.Text.Plain).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static Task<ClusterView> Show(IClusterClient cluster, CancellationToken cancellation) =>
        GrainCall.Answer(() => cluster.GetGrain<IQueueGrain>(0).Cluster(), cancellation);

    private static async Task<ContentHttpResult> Ready(Readiness readiness, CancellationToken cancellation)
    {
        await readiness.Check(cancellation);
        return TypedResults.Text("ready");
    }
}
