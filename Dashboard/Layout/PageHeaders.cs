namespace Paretune.Dashboard.Layout;

/// <summary>What a browser may do on a page: run the page's own scripts and nothing else, talk to this server and no other.</summary>
internal static class PageHeaders
{
    // Styles may be inline: components set widths and colours on elements. Scripts may not, and nothing may be evaluated.
    private const string _policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static void UsePageHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    });
}
