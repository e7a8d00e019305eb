namespace Paretune.Dashboard.Layout;

/// <summary>What a browser may do on a page: run the page's own scripts and nothing else, talk to this server and no other.</summary>
internal static class PageHeaders
{
    // Styles may be inline: components set widths and colours on elements. Scripts may not, and nothing may be evaluated.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static void UsePageHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        // Not no-referrer: browsers then send our own forms with the origin "null", which SameOriginOnly takes for a stranger's.
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    });
}
