using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Paretune.Dashboard.Pages;

namespace Paretune.Dashboard.Tests.Pages;

/// <summary>The list of searches. The API is shared, so each test finds what has a word of its own in its name.</summary>
public sealed class SearchesPageTests(Api api) : PageTest(api)
{
    private readonly string _word = $"word{Guid.NewGuid():N}";

    [Fact]
    public async Task What_the_address_asks_for_is_listed_newest_first()
    {
        var (older, newer) = (await Api.Submit($"{_word} older"), await Api.Submit($"{_word} newer"));
        await Api.Complete(older);

        var page = Listed($"/?text={_word}");

        Assert.Equal([$"{_word} newer", $"{_word} older"], Names(page));
        Assert.Equal(["-", "70.00 %"], page.FindAll("td[data-label='Best accuracy']").Select(cell => cell.TextContent));
        Assert.Contains("2 of 2", page.Find("nav[aria-label=Pages]").TextContent, StringComparison.Ordinal);
        Assert.Equal([$"{_word} older"], Names(Listed($"/?text={_word}&state=completed")));
        Assert.NotEqual(older, newer);
    }

    [Fact]
    public async Task A_filter_that_is_chosen_stands_in_the_address_and_begins_with_the_newest()
    {
        await Api.Submit(_word);
        var page = Listed($"/?text={_word}&owner=local&archived=all");

        page.Find(".filter select").Change("Paused");

        page.WaitForAssertion(() => Assert.EndsWith(
            $"/?state=paused&owner=local&text={_word}&archived=all", Services.GetRequiredService<NavigationManager>().Uri,
            StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_matches_that_is_said_with_the_way_back()
    {
        var page = Open<SearchesPage>($"/?text={_word}");

        page.WaitForElement("p.empty a");

        Assert.Contains("No search matches", page.Find("p.empty").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state=sleeping")]
    [InlineData("cursor=nonsense")]
    public void What_cannot_be_asked_for_is_said(string query)
    {
        var page = Open<SearchesPage>($"/?{query}");

        page.WaitForElement("p.notice");

        Assert.Contains("nonsense sleeping".Split().First(query.Contains), page.Find("p.notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_page_is_reached_by_a_link_and_left_by_one()
    {
        for (var i = 0; i < 51; i++)
            await Api.Submit($"{_word} {i}");

        var first = Listed($"/?text={_word}");
        var length = Names(first).Length;
        var older = first.FindAll("nav[aria-label=Pages] a").Single(link => link.TextContent == "Older").GetAttribute("href")!;
        var last = Listed(older);

        Assert.Equal(50, length);
        Assert.Equal([$"{_word} 0"], Names(last));
        Assert.Equal(
            $"/?text={_word}", last.FindAll("nav[aria-label=Pages] a").Single(link => link.TextContent == "Newest").GetAttribute("href"));
    }

    private IRenderedComponent<SearchesPage> Listed(string address)
    {
        var page = Open<SearchesPage>(address);
        page.WaitForElement("tbody th");
        return page;
    }

    private static string[] Names(IRenderedComponent<SearchesPage> page) =>
        [.. page.FindAll("tbody th a").Select(link => link.TextContent)];
}
