using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Paretune.Dashboard.Pages;

namespace Paretune.Dashboard.Tests.Pages;

/// <summary>The form of a new search, with trainers of the users' own.</summary>
public sealed class SubmitPageTests(Api api) : PageTest(api)
{
    private static readonly string[] OfNetworks = [
        "Network", "δ, dilation", "α, width", "ρ, resolution", "Base resolution", "At most, MACs"];

    [Fact]
    public void Without_a_trainer_the_form_has_what_networks_have()
    {
        var page = Open<SubmitPage>("/searches/new");

        Assert.Superset(OfNetworks.ToHashSet(), Fields(page).ToHashSet());
        Assert.DoesNotContain("Channels", Fields(page));
        Assert.Equal(
            ["", "lines", "torn"], Field(page, "Trainer").QuerySelectorAll("option").Select(option => option.GetAttribute("value")));
    }

    [Fact]
    public void Choosing_a_trainer_shows_its_own_fields_in_place_of_those_of_networks()
    {
        var page = Open<SubmitPage>("/searches/new");

        Select(page, "Trainer", "lines");

        Assert.Superset(new HashSet<string> { "Channels", "Dropout", "Pooling", "Learning rate" }, Fields(page).ToHashSet());
        Assert.Empty(Fields(page).Intersect(OfNetworks));
        Assert.Equal("16", Input(page, "Channels").GetAttribute("placeholder"));
        Assert.Contains("whole, 1 to 512", Field(page, "Channels").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 configurations, 12 epochs of trainer lines", Preview(page), StringComparison.Ordinal);
        Assert.False(Button(page).HasAttribute("disabled"));

        Select(page, "Trainer", "");

        Assert.DoesNotContain("Channels", Fields(page));
        Assert.Superset(OfNetworks.ToHashSet(), Fields(page).ToHashSet());
    }

    [Fact]
    public void An_address_to_notify_is_judged_where_it_is_typed()
    {
        var page = Open<SubmitPage>("/searches/new");

        Input(page, "Notify").Input("https://elsewhere.example.com/");
        Assert.Contains("allowed hosts: hooks.example.com", Field(page, "Notify").TextContent, StringComparison.Ordinal);
        Input(page, "Notify").Input("https://hooks.example.com/paretune");

        Assert.DoesNotContain("must be", Field(page, "Notify").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_for_asha_alone_is_asked_of_nobody_else()
    {
        var page = Open<SubmitPage>("/searches/new");
        Input(page, "Epochs").Input("9");
        Assert.Empty(Fields(page).Intersect(["Samples", "Reduction", "Min epochs"]));

        Select(page, "Strategy", "asha");

        Assert.Equal(3, Fields(page).Intersect(["Samples", "Reduction", "Min epochs"]).Count());
    }

    [Fact]
    public void Which_file_is_timed_is_asked_once_latency_is_an_objective()
    {
        var page = Open<SubmitPage>("/searches/new");
        Assert.DoesNotContain("Latency", Fields(page));

        Input(page, "Objectives").Input("accuracy, latency");

        Assert.Equal(
            ["", "fp16", "fp32", "int8"], Field(page, "Latency").QuerySelectorAll("option").Select(option => option.GetAttribute("value")));
    }

    [Fact]
    public void A_fault_stands_at_the_field_of_the_hyperparameter()
    {
        var page = Open<SubmitPage>("/searches/new");
        Select(page, "Trainer", "lines");

        Input(page, "Channels").Input("8, 0");

        Assert.Contains(
            "must be a whole number from 1 to 512, but is 0", Field(page, "Channels").QuerySelector(".bad")!.TextContent,
            StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#faults"));
        Assert.True(Button(page).HasAttribute("disabled"));
    }

    [Fact]
    public void A_trainer_that_cannot_be_used_says_why()
    {
        var page = Open<SubmitPage>("/searches/new");

        Select(page, "Trainer", "torn");

        Assert.Contains(
            "trainer.yaml of torn is wrong: assembly must name the .dll", Field(page, "Trainer").QuerySelector(".bad")!.TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_for_networks_before_stays_in_sight_with_its_fault()
    {
        var page = Open<SubmitPage>("/searches/new");
        Input(page, "α, width").Input("0.5");

        Select(page, "Trainer", "lines");

        Assert.Contains(
            "trainer lines has no width multiplier", Field(page, "α, width").QuerySelector(".bad")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_of_the_form_is_the_same_search()
    {
        var page = Open<SubmitPage>("/searches/new");
        Select(page, "Trainer", "lines");
        Input(page, "Channels").Input("8, 16");
        Input(page, "Pooling").Input("mean");

        page.FindAll("button")[1].Click();
        var file = page.Find("textarea").GetAttribute("value")!;
        page.FindAll("button")[0].Click();

        Assert.Equal(
            "trainer: lines\nspace:\n  hyperparameters:\n    channels: [8, 16]\n    pooling: [mean]\n", file);
        Assert.Equal(("8, 16", "mean"), (Input(page, "Channels").GetAttribute("value"), Input(page, "Pooling").GetAttribute("value")));
        Assert.Empty(Fields(page).Intersect(OfNetworks));
    }

    [Fact]
    public async Task A_search_like_another_begins_with_its_values_and_nothing_of_networks()
    {
        var id = await Api.Submit(Api.TrainerSearch("to be cloned"));

        var page = Open<SubmitPage>($"/searches/new?clone={id}");
        page.WaitForAssertion(() => Assert.Equal("to be cloned", Value("Name")));

        Assert.Equal(("to be cloned", "8, 32", "max, mean"), (Value("Name"), Value("Channels"), Value("Pooling")));
        Assert.Equal("lines", Field(page, "Trainer").QuerySelector("select")!.GetAttribute("value"));
        Assert.Empty(Fields(page).Intersect(OfNetworks));
        Assert.Empty(page.FindAll(".bad"));
        Assert.Contains("4 configurations", Preview(page), StringComparison.Ordinal);

        string? Value(string title) => Input(page, title).GetAttribute("value");
    }

    [Fact]
    public async Task It_is_submitted_and_opened()
    {
        var page = Open<SubmitPage>("/searches/new");
        Select(page, "Trainer", "lines");
        Input(page, "Name").Input("from the form");

        await page.Find("form").SubmitAsync();

        var navigation = Services.GetRequiredService<NavigationManager>();
        page.WaitForState(
            () => navigation.Uri.Contains("/searches/", StringComparison.Ordinal)
                && !navigation.Uri.EndsWith("/new", StringComparison.Ordinal));
        var submitted = await Api.Get<SearchView>($"/api/searches/{navigation.Uri.Split('/')[^1]}");
        Assert.Equal(("from the form", "lines"), (submitted.Name, submitted.Spec.Trainer));
    }

    private static IEnumerable<string> Fields(IRenderedComponent<SubmitPage> page) =>
        page.FindAll("label.field > span:first-child").Select(title => title.TextContent);

    private static IElement Field(IRenderedComponent<SubmitPage> page, string title) =>
        page.FindAll("label.field").Single(field => field.QuerySelector("span")?.TextContent == title);

    private static IElement Input(IRenderedComponent<SubmitPage> page, string title) => Field(page, title).QuerySelector("input")!;

    private static void Select(IRenderedComponent<SubmitPage> page, string title, string value) =>
        Field(page, title).QuerySelector("select")!.Change(value);

    private static string Preview(IRenderedComponent<SubmitPage> page) => page.Find("p.best").TextContent;

    private static IElement Button(IRenderedComponent<SubmitPage> page) => page.Find("button[type=submit]");
}
