using Bunit;
using Paretune.Dashboard.Pages;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Tests.Pages;

/// <summary>The pages of a search of a custom trainer.</summary>
public sealed class TrainerPagesTests(Api api) : PageTest(api)
{
    [Fact]
    public async Task The_search_s_page_has_no_views_of_what_only_networks_have()
    {
        var (own, networks) = (await Api.Submit(Api.TrainerSearch("views")), await Api.Submit("views"));

        var (views, others) = (Views(Search(own, "analysis")), Views(Search(networks, "analysis")));

        Assert.Equal(["Dilation", "Paper"], others.Except(views));
        Assert.Contains("Overview", views);
    }

    [Fact]
    public async Task A_view_that_it_does_not_have_is_its_front()
    {
        var page = Search(await Api.Submit(Api.TrainerSearch("a view by its address")), "dilation");

        Assert.Equal("Overview", page.Find("nav.views a[aria-current=page]").TextContent);
    }

    [Fact]
    public async Task Its_head_tells_the_trainer_and_examples_a_second()
    {
        var page = Search(await Api.Submit(Api.TrainerSearch("head")), "front");

        Assert.Contains("· trainer lines ·", page.Find(".head small").TextContent, StringComparison.Ordinal);
        Assert.Contains("Examples/s", page.FindAll("dt").Select(title => title.TextContent));
    }

    [Fact]
    public async Task The_front_is_drawn_against_parameters()
    {
        var id = await Api.Submit(Api.TrainerSearch("front"));
        await Api.Complete(id);

        var page = Search(id, "front");

        Assert.Equal(
            ["parameters", "bytes"],
            page.FindAll(".actions label.field:first-child select option").Select(option => option.TextContent).Take(2));
        Assert.Contains("at 4.0 k parameters", page.Find(".plot").GetAttribute("aria-description"), StringComparison.Ordinal);
        Assert.Contains("channels ", page.Find(".best").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_of_trials_has_its_hyperparameters_as_columns_that_sort()
    {
        var id = await Api.Submit(Api.TrainerSearch("table"));
        await Api.Complete(id);
        var page = Table(id);

        var titles = page.FindAll("thead th button").Select(title => title.TextContent).ToArray();

        Assert.Equal(["Trial ▲", "channels", "pooling", "State"], titles[..4]);
        Sort("pooling");
        page.WaitForAssertion(() => Assert.Equal(["max", "max", "mean", "mean"], Column("pooling")));
        Sort("pooling");
        page.WaitForAssertion(() => Assert.Equal(["mean", "mean", "max", "max"], Column("pooling")));
        Assert.Equal(
            "descending", page.FindAll("thead th").Single(title => title.TextContent.Trim() == "pooling ▼").GetAttribute("aria-sort"));

        void Sort(string title) =>
            Act(page, () =>
                page.FindAll("thead th button").Single(button => button.TextContent.StartsWith(title, StringComparison.Ordinal)).Click());

        IEnumerable<string> Column(string title)
        {
            var place = page.FindAll("thead th").Index().Single(
                cell => cell.Item.TextContent.Trim().StartsWith(title, StringComparison.Ordinal)).Index;
            return page.FindAll("tbody tr").Where(row => row.Children.Length > place).Select(
                row => row.Children[place].TextContent).ToArray();
        }
    }

    [Fact]
    public async Task Costs_are_a_dash_until_they_were_counted()
    {
        var id = await Api.Submit(Api.TrainerSearch("not counted"));
        await Api.Begin(id, trials: 4);
        var page = Table(id);

        var titles = page.FindAll("thead th").Select(title => title.TextContent.Trim()).ToList();
        var row = page.FindAll("tbody tr").First(row => row.Children.Length > 0);
        Assert.Equal(
            ("-", "-"), (row.Children[titles.IndexOf("Parameters")].TextContent, row.Children[titles.IndexOf("MACs")].TextContent));
    }

    [Fact]
    public async Task Its_limits_are_told_to_be_looked_at_when_a_model_is_made()
    {
        var page = Search(await Api.Submit(Api.TrainerSearch("limits")), "ends");

        Assert.Contains("measured when they are created", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_s_page_tells_its_model_by_the_trainer_s_hyperparameters_and_counts_examples()
    {
        var id = await Api.Submit(Api.TrainerSearch("a trial's page"));
        await Api.Complete(id);
        Api.Files.Left[TrialFile.Model(new(new(id), 4), 1)] = "weights";

        var page = Open<TrialPage>($"/searches/{id}/trials/4", with => with.Add(one => one.Id, id).Add(one => one.Number, 4));
        page.WaitForElement("dl.facts");

        var facts = page.FindAll("dl.facts > div").ToDictionary(fact => fact.Children[0].TextContent, fact => fact.Children[1].TextContent);
        Assert.Equal("Trial 4: channels 32, pooling mean", page.Find("h1").TextContent);
        Assert.EndsWith("trainer lines", page.Find(".head small").TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ("4.0 k", "16.0 k", "128 examples", "100"), (facts["Parameters"], facts["Bytes"], facts["Batch"], facts["Examples/s"]));
        Assert.Empty(facts.Keys.Intersect(["MACs", "Input", "Receptive field", "Images/s"]));
        Assert.Equal(
            [$"/api/searches/{id}/trials/4/model"],
            page.FindAll(".head a").Select(link => link.GetAttribute("href")!).Where(
                link => link.Contains("/model", StringComparison.Ordinal)));
        Assert.Contains("100 examples/s", page.Find("pre.log").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_that_left_no_model_has_no_button_for_one()
    {
        var id = await Api.Submit(Api.TrainerSearch("no model"));
        await Api.Complete(id);

        var page = Open<TrialPage>($"/searches/{id}/trials/3", with => with.Add(one => one.Id, id).Add(one => one.Number, 3));
        page.WaitForElement("dl.facts");

        Assert.DoesNotContain("/model", page.Find(".head").InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_searches_are_compared_by_what_both_have()
    {
        var (own, networks) = (await Api.Submit(Api.TrainerSearch("to compare")), await Api.Submit("to compare"));
        await Api.Complete(own);

        var page = Compare(own, networks);

        Assert.Equal(["parameters", "bytes"], page.FindAll("select option").Select(axis => axis.TextContent));
        Assert.Contains("accuracy against parameters", page.Markup, StringComparison.Ordinal);
        Assert.Contains("trainer lines", page.FindAll("tbody td").Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task Two_searches_of_networks_are_compared_by_MACs()
    {
        var page = Compare(await Api.Submit("to compare"), await Api.Submit("to compare too"));

        Assert.Equal(["MACs", "parameters", "bytes"], page.FindAll("select option").Select(axis => axis.TextContent));
        Assert.Contains("accuracy against MACs", page.Markup, StringComparison.Ordinal);
    }

    /// <summary>Opens the table of the four trials.</summary>
    private IRenderedComponent<SearchPage> Table(string id)
    {
        var page = Search(id, "trials");
        page.WaitForElements("tbody th[scope=row]", 4);
        return page;
    }

    private IRenderedComponent<ComparePage> Compare(string one, string other)
    {
        var page = Open<ComparePage>($"/compare?searches={one},{other}");
        page.WaitForElement("table");
        return page;
    }

    private IRenderedComponent<SearchPage> Search(string id, string view)
    {
        var page = Open<SearchPage>($"/searches/{id}/{view}", with => with.Add(one => one.Id, id).Add(one => one.View, view));
        page.WaitForElement("nav.views");
        return page;
    }

    private static string[] Views(IRenderedComponent<SearchPage> page) => [.. page.FindAll("nav.views a").Select(link => link.TextContent)];
}
