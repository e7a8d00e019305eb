using Bunit;
using Paretune.Dashboard.Layout;
using Paretune.Dashboard.Tests.Charts;

namespace Paretune.Dashboard.Tests.Pages;

public sealed class CrumbsTests : BunitContext
{
    [Fact]
    public void Each_page_above_is_a_link_and_the_page_itself_is_none()
    {
        var crumbs = Render<Crumbs>(page => page.Add(one => one.Search, Sample.Search(3)).Add(one => one.Here, "Trial 2"));

        Assert.Equal(["/", "/searches/abcd2345"], crumbs.FindAll("a").Select(link => link.GetAttribute("href")));
        Assert.Equal("Trial 2", crumbs.Find("[aria-current=page]").TextContent);
    }
}
