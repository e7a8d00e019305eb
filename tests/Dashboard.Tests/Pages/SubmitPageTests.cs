using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Paretune.Dashboard.Pages;
using Paretune.Dashboard.Tests.Programs;

namespace Paretune.Dashboard.Tests.Pages;

/// <summary>The form of a new search, with custom trainers.</summary>
public sealed class SubmitPageTests(Api api) : PageTest(api)
{
    private static readonly string[] OfNetworks = [
        "Network", "δ, dilation", "α, width", "ρ, resolution", "Base resolution", "Maximum MACs"];

    [Fact]
    public void Without_a_trainer_the_form_has_what_networks_have()
    {
        var page = Ready("/searches/new");

        Assert.Superset(OfNetworks.ToHashSet(), Fields(page).ToHashSet());
        Assert.DoesNotContain("Channels", Fields(page));
        Assert.Equal(
            ["", "lines", "torn"], Field(page, "Trainer").QuerySelectorAll("option").Select(option => option.GetAttribute("value")));
    }

    [Fact]
    public void Choosing_a_trainer_shows_its_own_fields_in_place_of_those_of_networks()
    {
        var page = Ready("/searches/new");

        Select(page, "Trainer", "lines");

        Assert.Superset(new HashSet<string> { "Channels", "Dropout", "Pooling", "Learning rate" }, Fields(page).ToHashSet());
        Assert.Empty(Fields(page).Intersect(OfNetworks));
        Assert.Equal("16", Input(page, "Channels").GetAttribute("placeholder"));
        Assert.Contains("whole, 1 to 512", Field(page, "Channels").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 configuration, 12 epochs of trainer lines", Preview(page), StringComparison.Ordinal);
        Assert.False(Button(page).HasAttribute("disabled"));

        Select(page, "Trainer", "");

        Assert.DoesNotContain("Channels", Fields(page));
        Assert.Superset(OfNetworks.ToHashSet(), Fields(page).ToHashSet());
    }

    [Fact]
    public void An_address_to_notify_is_judged_where_it_is_typed()
    {
        var page = Ready("/searches/new");

        Act(page, () => Input(page, "Notify").Input("https://elsewhere.example.com/"));
        Assert.Contains("allowed hosts: hooks.example.com", Field(page, "Notify").TextContent, StringComparison.Ordinal);
        Act(page, () => Input(page, "Notify").Input("https://hooks.example.com/paretune"));

        Assert.DoesNotContain("must be", Field(page, "Notify").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_search_to_start_from_is_checked_where_it_is_typed()
    {
        var page = Ready("/searches/new");

        Select(page, "Dataset", "listed");
        Act(page, () => Input(page, "Start from search").Input("aaaaaaaa"));

        page.WaitForAssertion(() => Assert.Contains(
            "\"aaaaaaaa\" does not exist", Field(page, "Start from search").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_for_asha_alone_is_asked_of_nobody_else()
    {
        var page = Ready("/searches/new");
        Act(page, () => Input(page, "Epochs").Input("9"));
        Assert.Empty(Fields(page).Intersect(["Samples", "Reduction", "Min epochs"]));

        Select(page, "Strategy", "asha");

        Assert.Equal(3, Fields(page).Intersect(["Samples", "Reduction", "Min epochs"]).Count());
    }

    [Fact]
    public void Which_file_is_timed_is_asked_once_latency_is_an_objective()
    {
        var page = Ready("/searches/new");
        Assert.DoesNotContain("Latency", Fields(page));

        Act(page, () => Input(page, "Objectives").Input("accuracy, latency"));

        Assert.Equal(
            ["", "fp16", "fp32", "int8"], Field(page, "Latency").QuerySelectorAll("option").Select(option => option.GetAttribute("value")));
    }

    [Fact]
    public void A_error_stands_at_the_field_of_the_hyperparameter()
    {
        var page = Ready("/searches/new");
        Select(page, "Trainer", "lines");

        Act(page, () => Input(page, "Channels").Input("8, 0"));

        Assert.Contains(
            "must be a whole number from 1 to 512, but is 0", Field(page, "Channels").QuerySelector(".bad")!.TextContent,
            StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#errors"));
    }

    [Fact]
    public async Task An_error_is_told_once_its_field_was_touched_or_a_submit_was_tried()
    {
        var page = Ready("/searches/new");
        Assert.Empty(page.FindAll(".bad, .errors"));

        Act(page, () => Input(page, "Epochs").Input("0"));
        Assert.Contains("must be a whole number", Field(page, "Epochs").QuerySelector(".bad")!.TextContent, StringComparison.Ordinal);
        Assert.Null(Field(page, "Dataset").QuerySelector(".bad"));
        await page.Find("form.submit").SubmitAsync();

        Assert.NotNull(Field(page, "Dataset").QuerySelector(".bad"));
        Assert.Equal(2, page.FindAll("#errors li").Count);
        Assert.EndsWith("/searches/new", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_networks_are_chosen_and_each_chip_takes_one_out()
    {
        var page = Ready("/searches/new");
        Select(page, "Dataset", "listed");

        Select(page, "Network", "mobilenet");
        Select(page, "Network", "vgg16");
        Assert.Equal(["mobilenet ×", "vgg16 ×"], Chips(page, "Network"));
        Act(page, () => page.Find("button[aria-label='Remove mobilenet from Network']").Click());

        Assert.Equal(["vgg16 ×"], Chips(page, "Network"));
        Assert.Contains("network: [vgg16]", Yaml(page), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_typed_in_short_is_shown_as_it_is_understood()
    {
        var page = Ready("/searches/new");
        Select(page, "Dataset", "listed");

        Act(page, () => Input(page, "δ, dilation").Input("1-3"));
        Act(page, () => Input(page, "Maximum parameters").Input("5M"));

        Assert.Equal(["1 ×", "2 ×", "3 ×"], Chips(page, "δ, dilation"));
        Assert.Contains("= 5,000,000", Field(page, "Maximum parameters").TextContent, StringComparison.Ordinal);
        Assert.Contains("3 configurations", Preview(page), StringComparison.Ordinal);
        Assert.Equal(
            "paretune search submit --dataset listed --dilation 1-3 --max-parameters 5M", page.Find("#command").TextContent);
    }

    [Fact]
    public void A_list_becomes_a_range_with_its_spacing_and_back()
    {
        var page = Ready("/searches/new");
        Select(page, "Dataset", "listed");
        Act(page, () => Input(page, "α, width").Input("0.25, 1"));

        Act(page, () => Entry(page, "α, width").QuerySelector("button.link")!.Click());
        Act(page, () => Entry(page, "α, width").QuerySelector(".range select")!.Change("log"));
        Act(page, () => Entry(page, "α, width").QuerySelectorAll(".range input")[2].Change("3"));
        var range = Input(page, "α, width").GetAttribute("value");
        var preview = Preview(page);
        Act(page, () => Entry(page, "α, width").QuerySelector(".range button")!.Click());

        Assert.Equal("0.25..1 log steps 3", range);
        Assert.Contains("3 configurations", preview, StringComparison.Ordinal);
        Assert.Equal("0.25, 1", Input(page, "α, width").GetAttribute("value"));
    }

    [Theory]
    [InlineData("Quick look", 4)]
    [InlineData("The paper's grid", 16)]
    [InlineData("Learning-rate sweep", 7)]
    public void A_preset_is_a_search_on_the_dataset_that_was_chosen(string preset, int trials)
    {
        var page = Ready("/searches/new");
        Select(page, "Dataset", "listed");
        Act(page, () => Input(page, "Name").Input("kept"));

        Act(page, () => page.FindAll(".presets button").Single(button => button.TextContent == preset).Click());

        Assert.Equal("kept", Input(page, "Name").GetAttribute("value"));
        Assert.StartsWith($"{trials} configurations", Preview(page), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".bad"));
    }

    [Fact]
    public void A_draft_is_restored_and_can_be_discarded()
    {
        JSInterop.Setup<string?>("paretune.kept", "draft").SetResult(
            """{"At":"2026-11-26T10:00:00+00:00","File":null,"Texts":{"name":"half done","dataset":"listed"}}""");

        var page = Ready("/searches/new");
        page.WaitForAssertion(() => Assert.Equal("half done", Input(page, "Name").GetAttribute("value")));
        Assert.Contains("Your draft from", page.Find(".notice").TextContent, StringComparison.Ordinal);
        Act(page, () => page.Find(".notice button").Click());

        Assert.Equal("", Input(page, "Name").GetAttribute("value") ?? "");
        Assert.Null(JSInterop.Invocations["paretune.keep"][^1].Arguments[1]);
    }

    [Fact]
    public void What_is_typed_is_kept_as_a_draft()
    {
        var page = Ready("/searches/new");

        Act(page, () => Input(page, "Name").Input("half done"));

        var kept = JSInterop.Invocations["paretune.keep"][^1].Arguments;
        Assert.Equal("draft", kept[0]);
        Assert.Contains("half done", (string)kept[1]!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_line_of_an_error_is_marked_in_the_file()
    {
        var page = Ready("/searches/new");
        Select(page, "Dataset", "listed");
        Act(page, () => Input(page, "α, width").Input("0.5, 7"));

        var line = page.Find(".yaml li.wrong");
        Assert.Equal("  width: [0.5, 7]", line.QuerySelector("code")!.TextContent);
        Assert.Contains("at most 1, but is 7", line.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Costs_are_drawn_with_those_that_a_limit_excludes()
    {
        var page = Ready("/searches/new");
        Select(page, "Dataset", "listed");
        Act(page, () => Input(page, "α, width").Input("1, 0.5, 0.25"));
        Act(page, () => Input(page, "Maximum parameters").Input("600k"));

        Assert.Contains("skipped 1 of 3: parameters > 600000", Preview(page), StringComparison.Ordinal);
        Assert.Contains(
            "half of the configurations", page.Find(".preview .plot").GetAttribute("aria-description"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trainer_that_cannot_be_used_says_why()
    {
        var page = Ready("/searches/new");

        Select(page, "Trainer", "torn");

        Assert.Contains(
            "trainer.yaml of torn has an error: assembly must name the .dll", Field(page, "Trainer").QuerySelector(".bad")!.TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_for_networks_before_stays_in_sight_with_its_error()
    {
        var page = Ready("/searches/new");
        Act(page, () => Input(page, "α, width").Input("0.5"));

        Select(page, "Trainer", "lines");

        // The preview, which finds the error, is updated after the field.
        page.WaitForAssertion(() => Assert.Contains(
            "trainer lines does not support α < 1", Field(page, "α, width").QuerySelector(".bad")?.TextContent ?? "",
            StringComparison.Ordinal));
    }

    [Fact]
    public void The_file_of_the_form_is_the_same_search()
    {
        var page = Ready("/searches/new");
        Select(page, "Trainer", "lines");
        Act(page, () => Input(page, "Channels").Input("8, 16"));
        Act(page, () => Input(page, "Pooling").Input("mean"));

        Act(page, () => page.FindAll("button")[1].Click());
        var file = page.Find("textarea").GetAttribute("value")!;
        Act(page, () => page.FindAll("button")[0].Click());

        Assert.Equal(
            "trainer: lines\nspace:\n  hyperparameters:\n    channels: [8, 16]\n    pooling: [mean]\n", file);
        Assert.Equal(("8, 16", "mean"), (Input(page, "Channels").GetAttribute("value"), Input(page, "Pooling").GetAttribute("value")));
        Assert.Empty(Fields(page).Intersect(OfNetworks));
    }

    [Fact]
    public async Task A_search_like_another_begins_with_its_values_and_nothing_of_networks()
    {
        var id = await Api.Submit(Api.TrainerSearch("to be cloned"));

        var page = Ready($"/searches/new?clone={id}");
        page.WaitForAssertion(() => Assert.Equal("to be cloned", Value("Name")));

        Assert.Equal(("to be cloned", "8, 32", "max, mean"), (Value("Name"), Value("Channels"), Value("Pooling")));
        Assert.Equal("lines", Field(page, "Trainer").QuerySelector("select")!.GetAttribute("value"));
        Assert.Empty(Fields(page).Intersect(OfNetworks));
        Assert.Empty(page.FindAll(".bad"));
        Assert.Contains("4 configurations", Preview(page), StringComparison.Ordinal);

        string? Value(string title) => Input(page, title).GetAttribute("value");
    }

    [Fact]
    public async Task A_search_of_an_external_trainer_is_cloned_as_a_file_that_has_all_of_it()
    {
        var file = ExternalSearch.File("external to be cloned", limits: new() { ["minF1"] = 0.8 });
        file["metrics"] = new JsonObject { ["f1"] = new JsonObject { ["goal"] = "maximize" } };
        var search = await ExternalSearch.On(Api, file);

        var page = Ready($"/searches/new?clone={search.Id}");
        Act(page, () => page.FindAll("button")[0].Click());

        var shown = page.Find("textarea").GetAttribute("value")!;
        Assert.Contains("depth: [1, 2]", shown, StringComparison.Ordinal);
        Assert.Contains("minF1: 0.8", shown, StringComparison.Ordinal);
        Assert.Contains("2 configurations", Preview(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_submitted_and_opened()
    {
        var page = Ready("/searches/new");
        Select(page, "Trainer", "lines");
        Act(page, () => Input(page, "Name").Input("from the form"));

        await page.Find("form.submit").SubmitAsync();

        var navigation = Services.GetRequiredService<NavigationManager>();
        page.WaitForState(
            () => navigation.Uri.Contains("/searches/", StringComparison.Ordinal)
                && !navigation.Uri.EndsWith("/new", StringComparison.Ordinal));
        var submitted = await Api.Get<SearchView>($"/api/searches/{navigation.Uri.Split('/')[^1]}");
        Assert.Equal(("from the form", "lines"), (submitted.Name, submitted.Spec.Trainer));
    }

    /// <summary>Opens a form and waits until it has read its draft and the cluster.</summary>
    private IRenderedComponent<SubmitPage> Ready(string address)
    {
        var page = Open<SubmitPage>(address);
        page.WaitForElement("form.submit:not([aria-busy])");
        // Waits until the renderer has finished its pending work.
        page.InvokeAsync(() => { }).GetAwaiter().GetResult();
        return page;
    }

    private static IEnumerable<string> Fields(IRenderedComponent<SubmitPage> page) =>
        page.FindAll("label.field > span:first-child").Select(title => title.TextContent);

    private static IElement Field(IRenderedComponent<SubmitPage> page, string title) =>
        page.FindAll("label.field").Single(field => field.QuerySelector("span")?.TextContent == title);

    private static IElement Input(IRenderedComponent<SubmitPage> page, string title) => Field(page, title).QuerySelector("input")!;

    private static void Select(IRenderedComponent<SubmitPage> page, string title, string value) =>
        Act(page, () => Field(page, title).QuerySelector("select")!.Change(value));

    private static IElement Entry(IRenderedComponent<SubmitPage> page, string title) => Field(page, title).Closest(".entry")!;

    private static string[] Chips(IRenderedComponent<SubmitPage> page, string title) =>
        [.. Entry(page, title).QuerySelectorAll(".chips li").Select(chip => chip.TextContent.Trim())];

    private static string Yaml(IRenderedComponent<SubmitPage> page) =>
        string.Join('\n', page.FindAll(".yaml code").Select(line => line.TextContent));

    private static string Preview(IRenderedComponent<SubmitPage> page) => page.Find("p.best").TextContent;

    private static IElement Button(IRenderedComponent<SubmitPage> page) => page.Find("button[type=submit]");
}
