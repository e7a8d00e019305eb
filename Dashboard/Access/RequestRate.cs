using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Access;

/// <summary>
/// Limits the requests per second of each key, so that one caller cannot overload the server, and of each address without a valid key,
/// which also limits guessing. Callers that need not sign in are not limited.
/// </summary>
internal static class RequestRate
{
    public static void AddRequestRate(this IServiceCollection services, ApiOptions options) => services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Partition(context, options));
        limiter.OnRejected = (rejected, _) => throw TooMany(rejected, options);
    });

    private static RateLimitPartition<string> Partition(HttpContext context, ApiOptions options) => context.User.Identity switch
    {
        { IsAuthenticated: true, AuthenticationType: KeySignIn.Open } => RateLimitPartition.GetNoLimiter(""),
        { IsAuthenticated: true, Name: { } caller } => Bucket($"caller {caller}", options),
        _ => Bucket($"address {context.Connection.RemoteIpAddress}", options),
    };

    private static RateLimitPartition<string> Bucket(string whose, ApiOptions options) =>
        RateLimitPartition.GetTokenBucketLimiter(whose, _ => new()
        {
            TokenLimit = options.Burst,
            TokensPerPeriod = options.RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });

    private static ApiException TooMany(OnRejectedContext rejected, ApiOptions options)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) && after > TimeSpan.FromSeconds(1)
            ? after : TimeSpan.FromSeconds(1);
        return new(
            StatusCodes.Status429TooManyRequests,
            $"too many requests: one caller may send {options.RequestsPerSecond} a second, or {options.Burst} at once after a pause; try "
                + "again in "
            + $"{Math.Ceiling(wait.TotalSeconds)} s; to follow a search, read its events", [])
        { RetryAfter = wait };
    }
}
