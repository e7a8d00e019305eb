using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Paretune.Testing;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>A silo that requires sign-in.</summary>
public sealed class SignInTests(Stage stage) : IAsyncLifetime
{
    private static readonly ApiKey Admin = ApiKey.Draw();

    private readonly Home _home = new();
    private SiloProcess _silo = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _silo = SiloProcess.Launch(
            _home.Path, TestPort.Find(), new Dictionary<string, string>
            {
                ["Paretune__AdminKeyHash"] = Admin.Hash,
                ["Paretune__Devices"] = "simulated:1",
            });
        _silo.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Admin.Text);
        await _silo.Ready();
        _id = await _silo.Submit(
            new
            {
                name = "looked at",
                dataset = "shapes",
                epochs = 100,
                space = new { dilation = new[] { 1 } }
            });
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Who_may_only_read_sees_everything_and_no_button_that_changes_it()
    {
        await using var window = await SignIn(await Key("viewer", "read"));

        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("looked at");
        await Expect(window.Page.Locator(".who")).ToHaveTextAsync("viewer");
        foreach (var button in (string[])["Pause", "Cancel"])
            await Expect(window.Button(button)).ToHaveCountAsync(0);
        await Expect(window.Page.GetByLabel("Priority")).ToHaveCountAsync(0);
        await window.Go("/");
        await Expect(window.Text("looked at")).ToBeVisibleAsync();
        await Expect(window.Page.Locator("main a[href^='/searches/new']")).ToHaveCountAsync(0);
        await window.Go("/cluster");
        await Expect(window.Text("Orleans dashboard")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_administrator_steers_and_signs_out()
    {
        await using var window = await SignIn(Admin.Text);

        await window.Button("Pause").ClickAsync();
        await Expect(window.Page.Locator(".head .state")).ToHaveTextAsync("paused");
        await window.Button("Sign out").ClickAsync();

        await window.Page.GotoAsync($"{_silo.Address}searches/{_id}");
        await Expect(window.Page.Locator("#key")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Signing_out_in_one_tab_takes_the_page_down_in_the_other()
    {
        await using var window = await SignIn(await Key("two-tabs", "read"));
        var other = await window.Page.Context.NewPageAsync();
        await other.GotoAsync($"{_silo.Address}cluster");
        await other.WaitForFunctionAsync("() => document.documentElement.dataset.live !== undefined");

        await window.Button("Sign out").ClickAsync();

        await Expect(other.Locator("#key")).ToBeVisibleAsync(new() { Timeout = 20_000 });
    }

    [Fact]
    public async Task A_key_that_is_revoked_takes_its_open_pages_down()
    {
        await using var window = await SignIn(await Key("leaver", "read"));

        using var revoked = await _silo.Http.DeleteAsync("/api/keys/leaver");

        Assert.True(revoked.IsSuccessStatusCode, $"{revoked.StatusCode}");
        await Expect(window.Page.Locator("#key")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [Theory]
    [InlineData("read")]
    [InlineData("submit")]
    public async Task Orleans_own_pages_are_for_administrators(string scope)
    {
        using var http = new HttpClient { BaseAddress = _silo.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Key($"no-operator-{scope}", scope));

        foreach (var path in (string[])["/orleans/", "/orleans/DashboardCounters", "/orleans/index.min.js"])
        {
            using var answer = await http.GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    private async Task<string> Key(string name, string scope)
    {
        using var made = await _silo.Http.PostAsJsonAsync("/api/keys", new { name, scope });
        var answer = await made.Content.ReadAsStringAsync();
        Assert.True(made.IsSuccessStatusCode, answer);
        return JsonNode.Parse(answer)!["key"]!.GetValue<string>();
    }

    private async Task<Window> SignIn(string key)
    {
        var window = await stage.Open($"/searches/{_id}", address: _silo.Address, isGuarded: true);
        await window.Page.Locator("#key").FillAsync(key);
        await window.Page.Locator("button").ClickAsync();
        await window.Live();
        return window;
    }
}
