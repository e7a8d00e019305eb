using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Paretune.Dashboard.Http;

/// <summary>
/// Converts exceptions to problem+json. Errors that the caller did not cause are logged and answered without their details.
/// </summary>
internal sealed partial class ApiExceptionHandler(ILogger<ApiExceptionHandler> log) : IExceptionHandler
{
    private const string Failed = "the server failed to process this request; its log has the cause";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
            return true;
        var problem = Describe(exception, context.User.Identity is { IsAuthenticated: true });
        if (problem.Status >= StatusCodes.Status500InternalServerError)
            LogFailed(exception, context.Request.Method, context.Request.Path.ToUriComponent());
        if (problem.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (exception is ApiException { RetryAfter: var wait } && wait > TimeSpan.Zero)
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = problem.Status!.Value;
        // IProblemDetailsService is not used: for a client that accepts only an event stream it has no writer and throws.
        await context.Response.WriteAsJsonAsync(problem, ParetuneJson.Options, "application/problem+json", cancellationToken);
        return true;
    }

    /// <summary>Returns the HTTP status for an exception.</summary>
    public static int StatusOf(Exception exception) => Describe(exception, known: false).Status!.Value;

    private static ProblemDetails Describe(Exception exception, bool known) => exception switch
    {
        ApiException { Inside: { } inside } refusal when known =>
            new() { Status = refusal.Status, Detail = $"{refusal.Message}: {inside}" },
        ApiException { Errors.IsEmpty: true } refusal => new() { Status = refusal.Status, Detail = refusal.Message },
        ApiException refusal => new() { Status = refusal.Status, Detail = refusal.Message, Extensions = { ["errors"] = refusal.Errors } },
        BadHttpRequestException bad => new() { Status = bad.StatusCode, Detail = bad.Message },
        _ => new() { Status = StatusCodes.Status500InternalServerError, Detail = Failed },
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(Exception exception, string method, string path);
}
