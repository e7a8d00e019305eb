using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Access;

/// <summary>Writes a line to the audit log for each request that would change something.</summary>
internal sealed class Audit(RequestDelegate next, AuditLog log)
{
    public async Task Invoke(HttpContext context)
    {
        // The page's own connection is not an action of its viewer. Actions through it are audited by PageActions.
        if (SameOriginOnly.IsRead(context.Request.Method) || context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
            Write(context, context.Response.StatusCode);
        }
        catch (Exception failure)
        {
            Write(context, ApiExceptionHandler.StatusOf(failure));
            throw;
        }
    }

    private void Write(HttpContext context, int status)
    {
        // Requests over the rate limit are not logged, so that they cannot flood the log.
        if (status != StatusCodes.Status429TooManyRequests)
            log.Write(
                Caller.From(context.User), context.Connection.RemoteIpAddress?.ToString() ?? "",
                $"{context.Request.Method} {context.Request.Path.ToUriComponent()}", status, context.Response.Headers.Location.ToString());
    }
}
