using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>A search from an empty form to its own page.</summary>
public sealed partial class SubmitTests(Stage stage)
{
    [Fact]
    public async Task A_search_is_submitted_by_form_and_its_page_opens()
    {
        await using var window = await stage.OpenSimulated("/searches/new");
        await window.Input("Name").FillAsync("by form");
        await window.Input("Dataset").SelectOptionAsync("shapes");
        await window.Input("Network").SelectOptionAsync("dilated-separable");
        await window.Input("δ, dilation").FillAsync("1, 2, 3");
        await window.Input("α, width").FillAsync("1, 0.5");
        await window.Input("Train images").FillAsync("20");
        await Expect(window.Page.Locator(".best")).ToContainTextAsync("6 configurations, 72 epochs");
        await window.Button("Submit the search").ClickAsync();

        await Expect(window.Page).ToHaveURLAsync(SearchPage());
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("by form");
    }

    [Fact]
    public async Task A_error_stands_at_its_field_and_keeps_the_search_from_being_submitted()
    {
        await using var window = await stage.Open("/searches/new");
        await window.Input("Dataset").SelectOptionAsync("shapes");
        await window.Input("α, width").FillAsync("0.5, 7");

        await Expect(window.Page.Locator(".field", new() { HasText = "α, width" }).Locator(".bad"))
            .ToContainTextAsync("above 0 and at most 1, but is 7");
        await Expect(window.Input("α, width")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(window.Page.Locator(".yaml li.wrong")).ToContainTextAsync("width: [0.5, 7]");
        await window.Button("Submit the search").ClickAsync();
        await Expect(window.Page.Locator("#errors")).ToContainTextAsync("at most 1, but is 7");
        await Expect(window.Page).ToHaveURLAsync(new Regex("/searches/new$"));
    }

    [Fact]
    public async Task A_draft_is_there_again_after_a_reload_until_it_is_discarded()
    {
        await using var window = await stage.Open("/searches/new");
        await window.Input("Dataset").SelectOptionAsync("shapes");
        await window.Input("δ, dilation").FillAsync("1-3");
        await Expect(window.Page.Locator(".best")).ToContainTextAsync("3 configurations");

        await window.Page.ReloadAsync();
        await window.Live();
        await Expect(window.Page.Locator(".notice")).ToContainTextAsync("Your draft from");
        await Expect(window.Input("δ, dilation")).ToHaveValueAsync("1-3");
        await window.Button("Discard it").ClickAsync();
        await Expect(window.Input("δ, dilation")).ToHaveValueAsync("");
        await window.Page.ReloadAsync();
        await window.Live();

        await Expect(window.Page.Locator("form.submit:not([aria-busy])")).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".notice")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_step_is_jumped_to_and_what_was_typed_stays()
    {
        await using var window = await stage.Open("/searches/new");
        await window.Input("Name").FillAsync("stays");

        await window.Page.Locator(".sections").GetByText("Run").ClickAsync();

        await window.Until("() => document.querySelector('#run').getBoundingClientRect().top < 200");
        await Expect(window.Input("Name")).ToHaveValueAsync("stays");
        // The preview stays visible beside the form.
        await Expect(window.Page.Locator(".preview h2")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_limit_says_how_many_configurations_it_excludes()
    {
        await using var window = await stage.Open("/searches/new");
        await window.Input("Dataset").SelectOptionAsync("shapes");
        await window.Input("α, width").FillAsync("1, 0.5, 0.25");

        await window.Input("Maximum parameters").FillAsync("600000");

        await Expect(window.Page.Locator(".best")).ToContainTextAsync("2 configurations (skipped 1 of 3: parameters > 600000)");
    }

    [Fact]
    public async Task A_pasted_file_is_read_as_the_console_reads_it()
    {
        await using var window = await stage.OpenSimulated("/searches/new");
        await window.Button("File (YAML)").ClickAsync();

        await window.Page.Locator("#file").FillAsync("name: pasted\ndataset: shapes\ntrainImages: 20\nepoks: 3\n");
        await Expect(window.Page.Locator("#errors")).ToContainTextAsync("did you mean \"epochs\"");
        await window.Page.Locator("#file").FillAsync("name: pasted\ndataset: shapes\ntrainImages: 20\nepochs: 3\n");
        await window.Button("Submit the search").ClickAsync();

        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("pasted");
    }

    [Fact]
    public async Task A_clone_begins_with_all_that_the_old_search_had()
    {
        await using var window = await stage.Open($"/searches/new?clone={stage.Trained}");

        await Expect(window.Input("Name")).ToHaveValueAsync("really trained");
        await Expect(window.Input("δ, dilation")).ToHaveValueAsync("1, 2");
        await Expect(window.Input("Seed")).ToHaveValueAsync("5");
        await Expect(window.Page.Locator(".best")).ToContainTextAsync("2 configurations, 4 epochs");
    }

    [Fact]
    public async Task The_form_shows_what_was_written_in_the_file()
    {
        await using var window = await stage.Open("/searches/new");
        await window.Button("File (YAML)").ClickAsync();
        await window.Page.Locator("#file").FillAsync("name: written\ndataset: shapes\nspace:\n  width: [0.5, 0.25]\nepochs: 7\n");
        await Expect(window.Page.Locator(".best")).ToContainTextAsync("2 configurations, 14 epochs");

        await window.Button("Form").ClickAsync();

        await Expect(window.Input("Name")).ToHaveValueAsync("written");
        await Expect(window.Input("α, width")).ToHaveValueAsync("0.5, 0.25");
        await Expect(window.Input("Epochs")).ToHaveValueAsync("7");
        await Expect(window.Page.Locator(".best")).ToContainTextAsync("2 configurations, 14 epochs");
    }

    [GeneratedRegex("/searches/[a-z0-9]{8}$")]
    private static partial Regex SearchPage();
}
