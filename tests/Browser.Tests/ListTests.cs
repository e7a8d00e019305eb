using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>The list of searches, by mouse and by keyboard.</summary>
public sealed class ListTests(Stage stage)
{
    [Fact]
    public async Task A_star_stays_with_the_browser_and_favourites_are_a_filter_that_a_chip_removes()
    {
        var id = await stage.Simulate("starred", epochSeconds: 0.01, space: new { dilation = new[] { 1 } });
        await stage.Simulated.Ended(id);
        await using var window = await stage.OpenSimulated($"/?text={id}");

        await window.Button("Favourite starred").ClickAsync();
        await Expect(window.Button("Favourite starred")).ToHaveAttributeAsync("aria-pressed", "true");
        await window.Go("/?favourites=true");
        await Expect(window.Page.Locator("tbody th > a")).ToHaveTextAsync(["starred"]);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Remove the filter favourites" }).ClickAsync();

        await Expect(window.Page.Locator(".chips")).ToHaveCountAsync(0);
        await Expect(window.Button("Favourite starred")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task The_menu_of_a_row_works_by_keyboard_and_stays_within_the_window()
    {
        var id = await stage.Simulate("by menu", epochSeconds: 0.01, space: new { dilation = new[] { 1 } });
        await stage.Simulated.Ended(id);
        await using var window = await stage.OpenSimulated($"/?text={id}");
        var keys = window.Page.Keyboard;

        await window.Button("Actions for by menu").FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Clone", Exact = true })).ToBeFocusedAsync();
        var menu = (await window.Page.Locator(".menu:popover-open").BoundingBoxAsync())!;
        Assert.InRange(menu.X + menu.Width, 0, 1440);
        await keys.PressAsync("Escape");
        await Expect(window.Page.Locator(".menu:popover-open")).ToHaveCountAsync(0);
        await Expect(window.Button("Actions for by menu")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("ArrowDown");
        await Expect(window.Button("Rename")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(window.Page.Locator("input[name=name]")).ToBeFocusedAsync();
        await window.Page.Locator("input[name=name]").FillAsync("by menu, renamed");
        await keys.PressAsync("Enter");

        await Expect(window.Page.Locator("tbody th > a")).ToHaveTextAsync(["by menu, renamed"]);
    }

    [Fact]
    public async Task Several_searches_are_deleted_with_one_question_that_names_them()
    {
        string[] ids = [await stage.Simulate("bulk one", epochSeconds: 0.01), await stage.Simulate("bulk two", epochSeconds: 0.01)];
        foreach (var id in ids)
            await stage.Simulated.Ended(id);
        await using var window = await stage.OpenSimulated("/?text=bulk");

        await window.Field("Choose all searches on this page").CheckAsync();
        await window.Page.Locator(".chosen").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(window.Page.Locator("dialog[open] h2")).ToHaveTextAsync("Delete 2 searches?");
        await Expect(window.Page.Locator("dialog[open] p")).ToContainTextAsync("bulk two, bulk one");
        await window.Button("Delete 2 searches").ClickAsync();

        await Expect(window.Page.Locator("p.empty")).ToContainTextAsync("No search matches");
    }
}
