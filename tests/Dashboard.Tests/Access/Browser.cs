using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Paretune.Dashboard.Tests.Access;

/// <summary>
/// Behaves like a browser towards a server: keeps cookies, requests pages and sends forms. It does not follow redirects; the test does.
/// </summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient _http;

    public Browser(Api api) => _http = new(_handler) { BaseAddress = api.Http.BaseAddress };

    public IEnumerable<Cookie> Cookies => _handler.CookieContainer.GetAllCookies();

    public Task<HttpResponseMessage> Open(string path) => Ask(HttpMethod.Get, path);

    /// <summary>Sends a request as a page's own script would.</summary>
    public async Task<HttpResponseMessage> Fetch(HttpMethod method, string path, string? origin = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Opens the page that asks for a key, and submits its form.</summary>
    public async Task<HttpResponseMessage> SignIn(string key, string back = "/")
    {
        using var page = await Open($"/sign-in?return={Uri.EscapeDataString(back)}");
        return await Send("/sign-in", new() { ["key"] = key, ["return"] = back, [Field] = await Token(page) });
    }

    /// <summary>The name of the antiforgery field of the server's forms.</summary>
    public const string Field = "__RequestVerificationToken";

    public async Task<HttpResponseMessage> Send(string path, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        return await Ask(HttpMethod.Post, path, content);
    }

    /// <summary>Returns the antiforgery token of a page's form.</summary>
    public static async Task<string> Token(HttpResponseMessage page) =>
        WebUtility.HtmlDecode(TokenPattern().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value);

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> Ask(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*", 0.8));
        if (method != HttpMethod.Get)
            request.Headers.Add("Origin", _http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return await _http.SendAsync(request);
    }

    [GeneratedRegex($"name=\"{Field}\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();
}
