using System.Diagnostics;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>A running search, on a page that is not reloaded.</summary>
public sealed class WatchTests(Stage stage)
{
    [Fact]
    public async Task The_front_grows_until_the_optimum_is_known()
    {
        var id = await stage.Simulate("growing", epochSeconds: 0.5);
        // The search is paused until the page is open, however long a busy machine takes.
        await stage.Simulated.Until(id, entry => entry["type"]?.GetValue<string>() == "attemptEnded", TimeSpan.FromMinutes(1));
        await stage.Simulated.Http.PostAsync($"/api/searches/{id}/pause", null);
        await using var window = await stage.OpenSimulated($"/searches/{id}");
        await window.UntilPoints("front", 1);
        var early = await window.FrontPoints();
        // Replaces the browser's notifications, which would ask the user.
        await window.Page.EvaluateAsync(
            """
            () => {
                window.told = [];
                window.Notification = class {
                    static requestPermission() { return Promise.resolve("granted"); }
                    constructor(title, { body }) { told.push(`${title}: ${body}`); }
                };
            }
            """);
        var notify = window.Page.GetByRole(AriaRole.Button, new() { Name = "Notify me when it ends" });
        await notify.ClickAsync();
        await Expect(notify).ToHaveAttributeAsync("aria-pressed", "true");

        await stage.Simulated.Http.PostAsync($"/api/searches/{id}/resume", null);
        await Expect(window.Page.Locator(".head .state")).ToHaveTextAsync("completed", new() { Timeout = 60_000 });

        await window.UntilPoints("optimum", 1);
        await window.Until("_ => told.length === 1 && told[0].startsWith('growing completed: ')", 0);
        await window.UntilFront(early + 1);
        var best = (await stage.Simulated.Show(id)).Optimum!.Trial;
        await Expect(window.Page.Locator(".best strong a")).ToHaveTextAsync($"trial {best}");
        Assert.Equal(
            (await stage.Simulated.Trials(id)).Count(trial => trial.OnFront), await window.FrontPoints());
    }

    [Fact]
    public async Task Reports_appear_on_an_open_page()
    {
        var id = await stage.Simulate("timed", epochSeconds: 0.7, epochs: 100, space: new { dilation = new[] { 1 } });
        // The search is paused until the page is open, so that the page cannot have been rendered with what it must receive.
        await Reported(id, 1);
        await stage.Simulated.Http.PostAsync($"/api/searches/{id}/pause", null);
        await using var window = await stage.OpenSimulated($"/searches/{id}");
        await Expect(window.Page.Locator(".head .state")).ToHaveTextAsync("paused");
        var shown = await window.Page.EvaluateAsync<int>("() => parseInt(document.querySelector('.progress small').innerText)");
        var took = new List<TimeSpan>();

        await stage.Simulated.Http.PostAsync($"/api/searches/{id}/resume", null);
        for (var epoch = shown + 1; epoch <= shown + 4; epoch++)
        {
            await Reported(id, epoch);
            var watch = Stopwatch.StartNew();
            await window.Until("epochs => parseInt(document.querySelector('.progress small').innerText) >= epochs", epoch);
            took.Add(watch.Elapsed);
        }

        await stage.Simulated.Http.PostAsync($"/api/searches/{id}/cancel", null);
        TestContext.Current.SendDiagnosticMessage(
            $"reports were on the page after {string.Join(", ", took.Select(one => $"{one.TotalMilliseconds:0} ms"))}");
    }

    [Fact]
    public async Task The_list_shows_how_far_a_search_is()
    {
        var id = await stage.Simulate("listed", epochSeconds: 0.05, epochs: 2);
        await using var window = await stage.OpenSimulated("/");
        var row = window.Page.Locator("tbody tr", new() { HasText = id });

        await Expect(row).ToContainTextAsync("12 completed", new() { Timeout = 60_000 });
        await Expect(row).ToContainTextAsync("completed");
        await Expect(row).ToContainTextAsync("24/24 epochs");
    }

    [Fact]
    public async Task A_page_loaded_again_in_the_middle_shows_the_same_view_and_misses_nothing()
    {
        var id = await stage.Simulate("reloaded", epochSeconds: 0.1);
        await using var window = await stage.OpenSimulated($"/searches/{id}/trials");
        await Expect(window.Page.Locator(".rows tbody tr th").First).ToBeVisibleAsync();

        await window.Page.ReloadAsync();
        await window.Live();

        await Expect(window.Page.Locator(".views a[aria-current]")).ToHaveTextAsync("Trials");
        await Expect(window.Page.Locator(".head .state")).ToHaveTextAsync("completed", new() { Timeout = 60_000 });
        await Expect(window.Page.Locator(".rows tbody .state.completed")).ToHaveCountAsync(12);
    }

    [Fact]
    public async Task What_one_browser_does_the_other_sees()
    {
        var id = await stage.Simulate("shared", epochSeconds: 0.5);
        await using var one = await stage.OpenSimulated($"/searches/{id}");
        await using var other = await stage.OpenSimulated($"/searches/{id}");

        await one.Button("Pause").ClickAsync();

        await Expect(other.Page.Locator(".head .state")).ToHaveTextAsync("paused");
        await other.Button("Resume").ClickAsync();
        await Expect(one.Page.Locator(".head .state")).ToHaveTextAsync("running");
        await stage.Simulated.Http.PostAsync($"/api/searches/{id}/cancel", null);
    }

    [Theory]
    [InlineData("curves")]
    [InlineData("dilation")]
    [InlineData("parallel")]
    [InlineData("growth")]
    [InlineData("devices")]
    public async Task Every_view_draws_its_chart(string view)
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}/{view}");

        await window.Until(
            "() => [...document.querySelectorAll('.plot')].length > 0 && [...document.querySelectorAll('.plot')].every(one => "
            + "one.data?.some(trace => (trace.x ?? []).length > 0))");
    }

    [Fact]
    public async Task The_table_sorts_and_filters()
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}/trials");
        var rising = (await stage.Silo.Trials(stage.Trained)).OrderBy(trial => trial.Accuracy).Select(
            trial => FormattableString.Invariant($"{100 * trial.Accuracy:0.00} %")).ToList();
        var column = await window.Page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('.rows thead th')].findIndex(one => one.innerText.startsWith('Accuracy'))");
        var shown = window.Page.Locator($".rows tbody tr > :nth-child({column + 1})");

        var sort = window.Page.Locator(".rows thead button", new() { HasTextRegex = new("^Accuracy") });
        await sort.ClickAsync();
        await Expect(shown).ToHaveTextAsync(Enumerable.Reverse(rising));
        await sort.ClickAsync();
        await Expect(shown).ToHaveTextAsync(rising);

        await window.Page.Locator("label.field:has-text('State') select").SelectOptionAsync("Failed");
        await Expect(window.Text("0 of 2 trials")).ToBeVisibleAsync();
    }

    private Task Reported(string id, int epoch) => stage.Simulated.Until(
        id, entry => entry["type"]?.GetValue<string>() == "epochReported" && entry["report"]!["epoch"]!.GetValue<int>() == epoch,
        TimeSpan.FromMinutes(1));
}
