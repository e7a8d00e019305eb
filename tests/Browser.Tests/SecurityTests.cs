using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>What pages may do, and what they show for missing resources.</summary>
public sealed partial class SecurityTests(Stage stage)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/searches/ID")]
    [InlineData("/datasets")]
    public async Task A_page_runs_its_own_scripts_only_and_has_none_inside(string path)
    {
        using var answer = await stage.Silo.Http.GetAsync(path.Replace("ID", stage.Trained, StringComparison.Ordinal));

        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        var scripts = policy.Split(';').Single(part => part.Trim().StartsWith("script-src", StringComparison.Ordinal));
        Assert.Equal("script-src 'self'", scripts.Trim());
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        var elements = Scripts().Matches(await answer.Content.ReadAsStringAsync());
        Assert.NotEmpty(elements);
        Assert.All(elements, script => Assert.Contains("src=", script.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_search_that_is_not_there_is_told_in_words()
    {
        await using var window = await stage.Open("/");

        await window.Go("/searches/aaaaaaaa");

        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Not found");
        await Expect(window.Page.Locator("main")).ToContainTextAsync("not found");
    }

    [Fact]
    public async Task An_address_that_is_not_there_is_told_in_words()
    {
        await using var window = await stage.Open("/");
        window.MayFail = true;

        await window.Go("/no/such/page");

        await Expect(window.Page.Locator("main")).ToContainTextAsync("no page at this address");
    }

    [Fact]
    public async Task Orleans_own_pages_work_under_the_same_policy()
    {
        await using var window = await stage.Open("/orleans/", isGuarded: true);

        await Expect(window.Page.Locator("body")).ToContainTextAsync("Grains");
        await Expect(window.Page.Locator("body")).ToContainTextAsync("Silos");
    }

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Scripts();
}
