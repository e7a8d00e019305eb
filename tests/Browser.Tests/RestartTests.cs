using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>A silo of the test's own that is killed while a page is open.</summary>
public sealed class RestartTests(Stage stage) : IAsyncLifetime
{
    private const string Devices = "simulated:1";
    private readonly Home _home = new();
    private SiloProcess _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await SiloProcess.Start(_home, Devices);

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task A_page_says_that_the_connection_is_lost_and_goes_on_by_itself_when_the_silo_is_back()
    {
        var id = await _silo.Submit(new
        {
            name = "survives",
            dataset = "shapes",
            trainImages = SimulatedEpoch.Images(0.4),
            epochs = 3,
            space = new { dilation = new[] { 1, 2, 3 }, width = new[] { 1, 0.5 } },
        });
        await using var window = await stage.Open($"/searches/{id}", address: _silo.Address);
        await window.UntilPoints("front", 1);
        window.MayFail = true;

        await _silo.Kill();
        await Expect(window.Page.Locator(".connection")).ToBeVisibleAsync();
        var port = _silo.Address.Port;
        await _silo.DisposeAsync();
        _silo = SiloProcess.Launch(_home.Path, port, new Dictionary<string, string> { ["Paretune__Devices"] = Devices });
        await _silo.Ready();

        await Expect(window.Page.Locator(".connection")).ToBeHiddenAsync(new() { Timeout = 30_000 });
        await Expect(window.Page.Locator(".head .state")).ToHaveTextAsync("completed", new() { Timeout = 60_000 });
        var trials = await _silo.Trials(id);
        await Expect(window.Page.Locator(".facts")).ToContainTextAsync($"{trials.Length} completed");
        await window.UntilFront(trials.Count(trial => trial.OnFront));
    }

    [Fact]
    public async Task An_empty_installation_says_what_to_do_first()
    {
        await using var window = await stage.Open("/", address: _silo.Address);

        await Expect(window.Text("No searches yet")).ToBeVisibleAsync();
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Submit a search" }).ClickAsync();
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("New search");
    }
}
