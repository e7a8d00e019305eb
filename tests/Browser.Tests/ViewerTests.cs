using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>What depends on the viewer: the time zone, the theme, a broken connection.</summary>
public sealed class ViewerTests(Stage stage)
{
    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Asia/Kolkata")]
    [InlineData("UTC")]
    public async Task Moments_are_told_in_the_zone_of_whoever_looks(string zone)
    {
        var submitted = (await stage.Silo.Show(stage.Trained)).SubmittedAt;

        await using var window = await stage.Open($"/searches/{stage.Trained}", zone: zone);

        var expected = await window.Page.EvaluateAsync<string>(
            """
            ([moment, zone]) =>
                new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "medium", timeZone: zone }).format(new Date(moment))
            """,
            new[] { submitted.ToString("O", CultureInfo.InvariantCulture), zone });
        var time = window.Page.Locator(".head time").First;
        await Expect(time).ToHaveAttributeAsync("title", expected);
        await Expect(time).ToHaveTextAsync(new Regex("^(now|\\d+ (second|minute|hour)s? ago)$"));
        await window.Page.GotoAsync($"/searches/{stage.Trained}/trials/1");
        var started = window.Page.Locator("td[data-label=Started] time").First;
        await Expect(started).Not.ToHaveTextAsync(new Regex("UTC|ago"));
        Assert.Equal(await window.Page.EvaluateAsync<string>(
            """
            ([moment, zone]) =>
                new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "medium", timeZone: zone }).format(new Date(moment))
            """,
            new[] { await started.GetAttributeAsync("datetime"), zone }), await started.TextContentAsync());
    }

    [Fact]
    public async Task Keys_find_a_search_and_say_what_they_do_and_a_link_is_copied()
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}/trials?sort=accuracy");
        await window.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Copy link" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.Equal(window.Page.Url, await window.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        await window.Page.Keyboard.PressAsync("?");
        await Expect(window.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" })).ToBeVisibleAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(window.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await window.Page.Keyboard.PressAsync("/");
        await window.Page.Keyboard.TypeAsync("no-such-search");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByText("No search matches.")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task That_the_connection_is_lost_can_be_read_in_both_themes(bool dark)
    {
        await using var window = await stage.Open("/", dark: dark);

        var colours = await window.Page.EvaluateAsync<string[]>(
            """
            () => {
                const bar = document.getElementById("components-reconnect-modal");
                bar.hidden = false;
                const style = getComputedStyle(bar);
                return [style.backgroundColor, style.color];
            }
            """);

        Assert.Equal(["rgb(90, 21, 18)", "rgb(255, 255, 255)"], colours);
    }

    [Fact]
    public async Task The_line_of_a_limit_has_the_theme_s_colour()
    {
        var id = await stage.Simulate("limited", epochSeconds: 0.05, epochs: 1);
        await stage.Simulated.Ended(id);
        await using var window = await stage.Open($"/searches/{id}", dark: true, address: stage.Simulated.Address);
        await window.UntilFront(1);

        await window.Page.Locator("#most").EvaluateAsync(
            "slider => { slider.value = 500; slider.dispatchEvent(new Event('input', { bubbles: true })); }");

        await window.Until(
            """
            _ => {
                const line = document.querySelector('.shapelayer path');
                const stroke = line && getComputedStyle(line).stroke;
                return stroke && stroke !== 'rgb(0, 0, 0)' && stroke !== 'none';
            }
            """, 0);
    }
}
