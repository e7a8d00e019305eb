using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Paretune.Dashboard.Layout;
using Paretune.Dashboard.Pages;

namespace Paretune.Dashboard.Tests.Pages;

/// <summary>The list of searches. The API is shared, so each test filters by a unique word in its searches' names.</summary>
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
        Assert.Equal(["-", "70.00 %60.4–78.1 %"], page.FindAll("td[data-label='Best accuracy']").Select(cell => cell.TextContent));
        Assert.Contains("2 of 2", page.Find("nav[aria-label=Pages]").TextContent, StringComparison.Ordinal);
        Assert.Equal([$"{_word} older"], Names(Listed($"/?text={_word}&state=completed")));
        Assert.NotEqual(older, newer);
    }

    [Fact]
    public async Task A_filter_that_is_chosen_stands_in_the_address_and_begins_with_the_newest()
    {
        await Api.Submit(_word);
        var page = Listed($"/?text={_word}&owner=local&archived=all");

        Act(page, () => page.Find(".filter select").Change("Paused"));

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

    [Fact]
    public async Task The_optimum_s_accuracy_and_size_and_the_device_time_come_from_the_row()
    {
        var id = await Api.Submit(_word);
        await Api.Complete(id);

        var page = Listed($"/?text={_word}");

        var shown = await Api.Get<SearchView>($"/api/searches/{id}");
        Assert.Equal(0.7, shown.OptimumAccuracy!.Value, 9);
        Assert.Equal($"Trial {shown.Optimum!.Trial}70.00 %, 821.6 k MACs", page.Find("td[data-label=Optimum]").TextContent.Trim());
        Assert.Equal("2 s", page.Find("td[data-label='Device time']").TextContent);
    }

    [Fact]
    public async Task Each_part_of_the_filter_is_a_chip_that_takes_it_out_alone()
    {
        await Api.Submit(_word);

        var page = Listed($"/?state=running&owner=local&text={_word}");

        Assert.Equal(
            [$"/?owner=local&text={_word}", $"/?state=running&text={_word}", "/?state=running&owner=local", "/"],
            page.FindAll(".chips a").Select(link => link.GetAttribute("href")));
        Assert.Equal("Remove the filter state: running", page.Find(".chips a").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Favourites_are_those_that_this_browser_keeps()
    {
        var (one, _) = (await Api.Submit($"{_word} one"), await Api.Submit($"{_word} other"));
        JSInterop.Setup<string?>("paretune.kept", "favourites").SetResult($"[\"{one}\"]");

        var page = Listed($"/?favourites=true");

        page.WaitForAssertion(() => Assert.Equal([$"{_word} one"], Names(page)));
        Assert.Equal("true", page.Find("button.star").GetAttribute("aria-pressed"));
    }

    [Fact]
    public void Without_a_favourite_the_page_says_how_to_make_one()
    {
        var page = Open<SearchesPage>("/?favourites=true");

        page.WaitForAssertion(
            () => Assert.Contains("the star next to a search", page.Find("p.empty").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Several_are_changed_with_one_question_and_what_was_refused_is_told_by_name()
    {
        var (ended, running) = (await Api.Submit($"{_word} ended"), await Api.Submit($"{_word} running"));
        await Api.Complete(ended);
        JSInterop.Setup<string?>("paretune.ask", _ => true).SetResult("yes");
        var page = Listed($"/?text={_word}");

        await page.InvokeAsync(() => page.Find("thead input").ChangeAsync(new() { Value = true }));
        Assert.Equal("2 searches chosen", page.Find(".chosen [role=status]").TextContent);
        Assert.Equal($"/compare?searches={running},{ended}", page.Find(".chosen a").GetAttribute("href"));
        await page.InvokeAsync(() => page.FindAll(".chosen button").Single(button => button.TextContent == "Archive").ClickAsync(new()));

        Assert.Equal(($"Archive 2 searches?", $"{_word} running, {_word} ended."),
            (page.Find("dialog h2").TextContent, page.Find("dialog p").TextContent));
        Assert.Single(JSInterop.Invocations["paretune.ask"]);
        var told = Assert.Single(Services.GetRequiredService<Messages>().Texts);
        Assert.StartsWith($"Not archived: {_word} running ({running}): ", told, StringComparison.Ordinal);
        Assert.True((await Api.Get<SearchView>($"/api/searches/{ended}")).Archived);
    }

    [Fact]
    public async Task Tags_are_added_to_all_that_are_chosen_and_a_wrong_one_is_told()
    {
        var (one, other) = (await Api.Submit($"{_word} one"), await Api.Submit($"{_word} other"));
        JSInterop.Setup<string?>("paretune.ask", _ => true).SetResult("yes");
        var page = Listed($"/?text={_word}");
        await page.InvokeAsync(() => page.Find("thead input").ChangeAsync(new() { Value = true }));

        await page.InvokeAsync(() => page.Find("input[name=add-tags]").ChangeAsync(new() { Value = "no,comma" }));
        await page.InvokeAsync(() => page.Find(".chosen form").SubmitAsync());
        Assert.Contains("no,comma", Assert.Single(Services.GetRequiredService<Messages>().Texts), StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("input[name=add-tags]").ChangeAsync(new() { Value = "paper v2" }));
        await page.InvokeAsync(() => page.Find(".chosen form").SubmitAsync());

        foreach (var id in new[] { one, other })
            Assert.Equal(["paper", "v2"], (await Api.Get<SearchView>($"/api/searches/{id}")).Tags);
    }

    [Fact]
    public async Task A_search_is_renamed_and_deleted_from_its_menu()
    {
        var id = await Api.Submit(_word);
        await Api.Complete(id);
        JSInterop.Setup<string?>("paretune.ask", _ => true).SetResult("yes");
        var page = Listed($"/?text={_word}");

        await page.InvokeAsync(() => Item(page, "Rename").ClickAsync(new()));
        await page.InvokeAsync(() => page.Find("form.rename input").Input($"{_word} renamed"));
        await page.InvokeAsync(() => page.Find("form.rename").SubmitAsync());
        page.WaitForAssertion(() => Assert.Equal([$"{_word} renamed"], Names(page)));
        await page.InvokeAsync(() => Item(page, "Delete").ClickAsync(new()));

        Assert.Contains($"Delete {_word} renamed?", page.Find("dialog h2").TextContent, StringComparison.Ordinal);
        Assert.Empty(await Api.Get<SearchView[]>($"/api/searches?text={_word}"));
    }

    [Fact]
    public async Task The_demo_search_is_submitted_and_opened()
    {
        var steps = Open<Listing.FirstSteps>("/");

        await steps.Find("button").ClickAsync(new());

        var id = Services.GetRequiredService<NavigationManager>().Uri.Split('/')[^1];
        var search = await Api.Get<SearchView>($"/api/searches/{id}");
        Assert.Equal(("demo", "shapes", 12), (search.Name, search.Spec.Dataset, search.Counts.Total));
    }

    private static AngleSharp.Dom.IElement Item(IRenderedComponent<SearchesPage> page, string text) =>
        page.FindAll(".menu button").Single(button => button.TextContent == text);

    private IRenderedComponent<SearchesPage> Listed(string address)
    {
        var page = Open<SearchesPage>(address);
        page.WaitForElement("tbody th");
        return page;
    }

    private static string[] Names(IRenderedComponent<SearchesPage> page) =>
        [.. page.FindAll("tbody th a").Select(link => link.TextContent)];
}
