using System.Net;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Access;

public sealed class RequestRateTests : IAsyncLifetime
{
    private const int Burst = 5;
    private static readonly ApiKey Admin = ApiKey.Draw();

    private readonly Api _api =
        new() { Options = new() { AsksForSignIn = true, AdminKeyHash = Admin.Hash, RequestsPerSecond = 1, Burst = Burst } };

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_ask_again_and_others_are_still_answered()
    {
        var answers = await Ask("/api/datasets", Admin.Text, Burst * 10);
        using var other = await _api.Send(HttpMethod.Get, "/api/datasets", key: null);

        Assert.All(answers[..Burst], answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Contains("may send 1 a second", (await Problem.From(refused)).Detail, StringComparison.Ordinal);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    [Fact]
    public async Task Guessing_keys_is_slow()
    {
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < Burst * 10; i++)
            using (var answer = await _api.Send(HttpMethod.Get, "/api/datasets", ApiKey.Draw().Text))
                answers.Add(answer.StatusCode);

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    [Fact]
    public async Task Guessing_keys_on_the_page_is_as_slow()
    {
        using var browser = new Browser(_api);
        using var page = await browser.Open("/sign-in");
        var token = await Browser.Token(page);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < Burst * 10; i++)
            using (var answer = await browser.Send("/sign-in", new() { ["key"] = ApiKey.Draw().Text, [Browser.Field] = token }))
                answers.Add(answer.StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, answers[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    [Fact]
    public async Task Health_is_told_as_often_as_it_is_asked()
    {
        var answers = await Ask("/healthz", key: null, Burst * 10);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task An_api_without_sign_in_does_not_count()
    {
        await using var open = new Api { Options = _api.Options with { AsksForSignIn = false, AdminKeyHash = null } };
        await open.InitializeAsync();

        for (var i = 0; i < Burst * 10; i++)
            Assert.NotEmpty(await open.Get<Dataset[]>("/api/datasets"));
    }

    /// <summary>Sends many requests at once; returns the answers, successful ones first.</summary>
    private async Task<HttpResponseMessage[]> Ask(string path, string? key, int times)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => _api.Send(HttpMethod.Get, path, key)));
        return [.. answers.OrderBy(answer => answer.StatusCode)];
    }
}
