using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Paretune.Dashboard.Pages;

namespace Paretune.Dashboard.Tests.Pages;

public sealed class ComparePageTests(Api api) : PageTest(api)
{
    [Fact]
    public async Task Every_search_that_is_asked_for_is_there()
    {
        string[] ids = [await Api.Submit("one"), await Api.Submit("two"), await Api.Submit("three")];

        var page = Open<ComparePage>($"/compare?searches={string.Join(',', ids)}");

        page.WaitForAssertion(() => Assert.Equal(
            ["Search", "one", "two", "three"], page.FindAll("thead th").Select(cell => cell.TextContent)));
    }

    [Fact]
    public void More_searches_than_can_be_told_apart_are_refused_not_dropped()
    {
        var page = Open<ComparePage>($"/compare?searches={string.Join(',', Enumerable.Range(1, 21))}");

        page.WaitForAssertion(() => Assert.Contains(
            "at most 20 can be compared at once, but there are 21; remove 1 from the address", page.Find("[role=alert]").TextContent));
        Assert.Empty(page.FindAll("table"));
    }

    [Fact]
    public async Task Trials_and_searches_stand_below_each_other()
    {
        var id = await Api.Submit("both");
        await Api.Complete(id);

        var page = Open<ComparePage>($"/compare?trials={id}/1,{id}/2&searches={id}");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("table").Count));
        Assert.Contains(page.FindAll("tbody th"), row => row.TextContent == "δ");
    }

    [Fact]
    public async Task Only_what_differs_is_shown_until_all_rows_are_asked_for()
    {
        var id = await Api.Submit("rows");
        await Api.Complete(id);

        var page = Open<ComparePage>($"/compare?trials={id}/1,{id}/2");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tbody th")));
        Assert.DoesNotContain("Dataset", page.FindAll("tbody th").Select(row => row.TextContent));
        Assert.Matches("[0-9]+ rows with equal values are hidden", page.Find("[role=status]").TextContent);
        Act(page, () => page.Find("input[type=checkbox]").Change(true));
        page.WaitForAssertion(() => Assert.Contains("Dataset", page.FindAll("tbody th").Select(row => row.TextContent)));
        Assert.Contains("<th scope=\"row\">Learning rate</th>", page.Markup, StringComparison.Ordinal);
        Assert.EndsWith("rows=all", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trials_that_were_trained_for_different_numbers_of_epochs_are_warned_of()
    {
        var longer = Api.Search("longer");
        longer["epochs"] = 3;
        var (one, other) = (await Api.Submit("shorter"), await Api.Submit(longer));
        await Api.Begin(one, 1);
        await Api.Begin(other, 1);

        var page = Open<ComparePage>($"/compare?trials={one}/1,{other}/1");

        page.WaitForAssertion(() => Assert.Equal(
            "The numbers of epochs differ (1, 3): longer training usually reaches a higher accuracy.", page.Find(".notice").TextContent));
    }
}
