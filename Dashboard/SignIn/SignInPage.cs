using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;

namespace Paretune.Dashboard.SignIn;

/// <summary>
/// The page that asks for a key. Plain HTML without scripts, so that it works before any asset of the dashboard is accessible.
/// </summary>
internal static class SignInPage
{
    /// <summary>The page may use its own styles and send forms to this server; it must not be framed.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <param name="back">The path to return to after sign-in.</param>
    /// <param name="error">Why the previous sign-in failed; null on the first request.</param>
    /// <param name="provider">The name and link of a provider to sign in with; null if there is none.</param>
    public static string Html(AntiforgeryTokenSet token, string back, string? error, (string Name, string Link)? provider) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Sign in – Paretune</title>
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 15vh auto 0; padding: 0 1rem; color-scheme: light dark }
        label, input, button { display: block; font: inherit }
        input { width: 100%; box-sizing: border-box; margin: .25rem 0 1rem; padding: .5rem }
        button { padding: .5rem 1.5rem }
        .error { border-left: .25rem solid #c62828; padding-left: .75rem }
        </style>
        </head>
        <body>
        <main>
        <h1>Paretune</h1>
        {{(error is null ? "" : $"<p id=\"error\" class=\"error\" role=\"alert\">{Encoded(error)}</p>")}}
        <form method="post" action="{{SignInApi.Path}}">
        <input type="hidden" name="{{token.FormFieldName}}" value="{{Encoded(token.RequestToken!)}}">
        <input type="hidden" name="{{ReturnPath.Name}}" value="{{Encoded(back)}}">
        <label for="key">Key</label>
        <input id="key" name="{{SignInApi.KeyField}}" type="password" autocomplete="current-password" spellcheck="false"
          required autofocus{{(error is null ? "" : " aria-invalid=\"true\" aria-describedby=\"error\"")}}>
        <button type="submit">Sign in</button>
        </form>
        {{(provider is var (name, link) ? $"<p><a href=\"{Encoded(link)}\">Sign in with {Encoded(name)}</a></p>" : "")}}
        </main>
        </body>
        </html>
        """;

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
}
