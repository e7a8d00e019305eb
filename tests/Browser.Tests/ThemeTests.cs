using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>The themes light, dark and system.</summary>
public sealed class ThemeTests(Stage stage)
{
    private const string Dark = "rgb(20, 24, 29)", Light = "rgb(255, 255, 255)";

    [Fact]
    public async Task System_follows_the_system_while_the_page_is_open_and_a_choice_stays()
    {
        await using var window = await stage.Open("/datasets");
        var body = window.Page.Locator("body");
        await Expect(window.Field("Theme")).ToHaveValueAsync("system");
        await Expect(body).ToHaveCSSAsync("background-color", Light);

        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Expect(body).ToHaveCSSAsync("background-color", Dark);
        await window.Field("Theme").SelectOptionAsync("light");
        await Expect(body).ToHaveCSSAsync("background-color", Light);
        await window.Page.ReloadAsync();
        await window.Live();
        await Expect(window.Field("Theme")).ToHaveValueAsync("light");
        await Expect(body).ToHaveCSSAsync("background-color", Light);
        await window.Field("Theme").SelectOptionAsync("system");

        await Expect(body).ToHaveCSSAsync("background-color", Dark);
    }

    [Fact]
    public async Task The_first_paint_is_in_the_system_s_theme()
    {
        await using var context = await stage.Browser.NewContextAsync(
            new() { BaseURL = stage.Address.ToString(), ColorScheme = ColorScheme.Dark });
        var page = await context.NewPageAsync();
        // Blocks everything but the head's script and the style sheet, because later scripts have not run at the first paint.
        await page.RouteAsync("**/{page.js,blazor.web.js}", route => route.AbortAsync());

        await page.GotoAsync("/datasets");

        await Expect(page.Locator("body")).ToHaveCSSAsync("background-color", Dark);
    }
}
