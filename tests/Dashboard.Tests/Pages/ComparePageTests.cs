using Bunit;
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
        var page = Open<ComparePage>("/compare?searches=a,b,c,d,e,f,g");

        page.WaitForAssertion(() => Assert.Contains(
            "must be 6 at most, but there are 7; take out 1", page.Find("[role=alert]").TextContent));
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
}
