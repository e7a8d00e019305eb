using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>
/// The steps of a new user from a server without searches to a model file on disk. Clicks are counted, so that an additional one fails the
/// test.
/// </summary>
public sealed partial class FirstModelTests(Stage stage)
{
    private int _clicks;

    [Fact]
    public async Task From_an_empty_server_the_demo_leads_to_a_model_file_with_two_clicks()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PARETUNE_LONG") == "1", "trains for minutes on two cores; set PARETUNE_LONG=1 to run it");
        using var home = new Home();
        await using var silo = await SiloProcess.Start(home);
        await using var window = await stage.Open("/", address: silo.Address);

        await Click(window.Button("Run a demo search"));
        await Expect(window.Page).ToHaveURLAsync(SearchPage());

        await Take(window);
        Assert.Equal(2, _clicks);
    }

    [Fact]
    public async Task With_a_search_of_ones_own_it_is_three()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PARETUNE_LONG") == "1", "trains for minutes on two cores; set PARETUNE_LONG=1 to run it");
        using var home = new Home();
        await using var silo = await SiloProcess.Start(home);
        await using var window = await stage.Open("/", address: silo.Address);

        await Click(window.Page.GetByRole(AriaRole.Link, new() { Name = "Submit a search", Exact = true }));
        await Expect(window.Page).ToHaveURLAsync(new Regex("/searches/new$"));
        await window.Input("Name").FillAsync("first");
        await window.Input("Dataset").SelectOptionAsync("shapes");
        await window.Input("α, width").FillAsync("0.25");
        await window.Input("Epochs").FillAsync("4");
        await Click(window.Button("Submit the search"));
        await Expect(window.Page).ToHaveURLAsync(SearchPage());

        await Take(window);
        Assert.Equal(3, _clicks);
    }

    /// <summary>Downloads the model of the recommended trial once there is one.</summary>
    private async Task Take(Window window)
    {
        await Expect(window.Page.Locator(".head .state")).ToHaveTextAsync("completed", new() { Timeout = 900_000 });
        var link = window.Page.Locator(".best a[download]");
        await Expect(link).ToContainTextAsync("Download the model (ONNX");
        var file = await window.Page.RunAndWaitForDownloadAsync(() => Click(link));
        Assert.EndsWith(".onnx", file.SuggestedFilename, StringComparison.Ordinal);
        Assert.NotEqual(0, new FileInfo(await file.PathAsync()).Length);
    }

    private Task Click(ILocator what)
    {
        _clicks++;
        return what.ClickAsync();
    }

    [GeneratedRegex("/searches/[a-z0-9]{8}$")]
    private static partial Regex SearchPage();
}
