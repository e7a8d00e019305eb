using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace Paretune.Storage.Files;

/// <summary>Describes in one line what is wrong with a bucket and what to do, and whether a retry may help.</summary>
internal static class BucketErrors
{
    public static FileStoreException Create(Exception problem, BucketPlace place, BucketUse use) => problem switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => Wrong(
            $"the bucket for {use.Contents} does not exist ({place}): create the bucket {place.Bucket}, or choose another with "
            + use.Setting),
        AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } denied => Wrong(
            $"the bucket for {use.Contents} must be accessible to this process, but {place} answers {denied.ErrorCode}: {denied.Message} "
            + "Allow the identity of its AWS credentials to list the bucket and to get, put and delete objects in it"),
        AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } refused
            when refused.StatusCode is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests) => Wrong(
            $"the bucket for {use.Contents} must accept requests, but {place} answers {refused.ErrorCode}: {refused.Message} "
            + "Check Paretune:S3:Region, Paretune:S3:Endpoint and Paretune:S3:PathStyle"),
        AmazonServiceException or HttpRequestException or IOException or OperationCanceledException or TimeoutException => new(
            $"the bucket for {use.Contents} must be reachable, but {place} is not: {problem.Message} Check the network and "
            + "Paretune:S3:Endpoint",
            mayPass: true, problem),
        _ => Wrong(
            $"the bucket for {use.Contents}, {place}, cannot be used: {problem.Message} Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
            + "or run under a role; set the region with Paretune:S3:Region"),
    };

    private static FileStoreException Wrong(string message) => new(message, mayPass: false);
}
