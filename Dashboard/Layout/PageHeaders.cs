namespace Paretune.Dashboard.Layout;

/// <summary>Sets security headers: a page may run only its own scripts and connect only to this server.</summary>
internal static class PageHeaders
{
    // Inline styles are allowed, because components set widths and colours on elements. Inline scripts and eval are not.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static void UsePageHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        // Not no-referrer: browsers would then send our own forms with the origin "null", which SameOriginOnly rejects.
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    });
}
