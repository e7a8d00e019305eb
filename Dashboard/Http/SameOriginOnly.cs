using System.Net;
using Paretune.Dashboard.Access;

namespace Paretune.Dashboard.Http;

/// <summary>
/// Rejects requests from other web pages. While sign-in is not required, on a loopback address, the Host header must name the loopback,
/// which a rebound DNS name does not. Requests that change something, or open a connection through which that is possible, must not come
/// from another origin's page, whose browser may have a session here.
/// </summary>
internal sealed class SameOriginOnly(RequestDelegate next, AuthenticationGate gate)
{
    public async Task Invoke(HttpContext context)
    {
        var request = context.Request;
        if (context.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local) && !Loopback.Is(request.Host.Host)
            && !await gate.IsGuarded(context.RequestAborted))
            throw ApiException.Invalid(
                "Host", $"on this address the Host header must be localhost or 127.0.0.1, but is \"{request.Host.Host}\"");
        if ((!IsRead(request.Method) || IsWebSocket(request)) && IsForeign(request))
            throw new ApiException(
                StatusCodes.Status403Forbidden,
                $"only pages of this origin may change anything, but this request is from {request.Headers.Origin}", []);
        await next(context);
    }

    /// <summary>Returns whether requests of this method change nothing.</summary>
    public static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsWebSocket(HttpRequest request) =>
        request.Headers.Upgrade.Any(protocol => string.Equals(protocol, "websocket", StringComparison.OrdinalIgnoreCase));

    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin is [{ } origin]
        && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
}
