using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Access;

/// <summary>One line for each request that would change something: who asked what from where, and what became of it.</summary>
internal sealed partial class Audit(RequestDelegate next, ILoggerFactory logs)
{
    /// <summary>A category of its own, so that the lines can be sent elsewhere.</summary>
    public const string Category = "Paretune.Audit";

    private readonly ILogger _log = logs.CreateLogger(Category);

    public async Task Invoke(HttpContext context)
    {
        if (OwnOriginOnly.IsRead(context.Request.Method))
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
            Write(context, RefusalHandler.StatusOf(failure));
            throw;
        }
    }

    private void Write(HttpContext context, int status)
    {
        // Who asks too often must not fill the log as well.
        if (status == StatusCodes.Status429TooManyRequests)
            return;
        var owner = Caller.Of(context.User).Owner;
        LogAsked(
            owner is "" ? "nobody" : OneLine(owner), context.Connection.RemoteIpAddress?.ToString() ?? "", context.Request.Method,
            context.Request.Path.ToUriComponent(), status, context.Response.Headers.Location.ToString());
    }

    // A provider's name for a user may hold anything.
    private static string OneLine(string name) => new([.. name.Select(letter => char.IsControl(letter) ? '?' : letter)]);

    [LoggerMessage(LogLevel.Information, "{Owner} from {Address}: {Method} {Path} answered {Status} {Location}")]
    private partial void LogAsked(string owner, string address, string method, string path, int status, string location);
}
