using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Paretune.Dashboard.Pages;
using Paretune.Dashboard.Tests.Programs;

namespace Paretune.Dashboard.Tests.Pages;

public sealed class SearchPageTests(Api api) : PageTest(api)
{
    [Fact]
    public async Task The_page_says_who_is_notified_at_the_end_and_what_became_of_it()
    {
        var search = Api.Search("notifying-page");
        search["notify"] = "https://hooks.example.com/paretune";
        using var created = await Api.Http.PostAsJsonAsync("/api/searches", search);
        var id = (string)(await created.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
        var page = Open<SearchPage>($"/searches/{id}", with => with.Add(shown => shown.Id, id));
        page.WaitForAssertion(() => Assert.Contains("notifies https://hooks.example.com/paretune when it ends", page.Markup));

        using var cancelled = await Api.Http.PostAsync($"/api/searches/{id}/cancel", null);

        page.WaitForAssertion(() => Assert.Matches("about to notify "
            + "https://hooks.example.com/paretune|https://hooks.example.com/paretune not notified yet", page.Markup));
    }

    [Fact]
    public async Task What_to_know_about_its_results_is_below_its_figures()
    {
        var id = await Api.Submit("of few steps");

        var page = Open<SearchPage>($"/searches/{id}", with => with.Add(shown => shown.Id, id));

        page.WaitForAssertion(() => Assert.Matches(
            @"trials make \d+ training steps? .* Networks learn little", page.Find("dl.facts + p").TextContent));
    }

    [Fact]
    public async Task More_to_try_is_typed_on_the_page_and_what_is_wrong_with_it_is_said_there()
    {
        var id = await Api.Submit("extended-page");
        var page = Open<SearchPage>($"/searches/{id}", with => with.Add(shown => shown.Id, id));
        var text = page.WaitForElement("textarea[name=space]").TextContent + page.Find("textarea[name=space]").GetAttribute("value");
        Assert.Contains("dilation: [", text, StringComparison.Ordinal);

        Extend("space: { dilation: [1], width: [9] }");
        page.WaitForAssertion(() => Assert.Contains("space.width[0]: must be", page.Markup));
        Extend("space: { dilation: [1, 2, 4], width: 0.25 }");

        page.WaitForAssertion(() => Assert.Contains("The space was extended after trial 2.", page.Markup));
        Assert.DoesNotContain("space.width[0]: must be", page.Markup);
        Assert.Equal(3, (await Api.Get<SearchView>($"/api/searches/{id}")).Counts.Total);

        void Extend(string typed)
        {
            Act(page, () => page.Find("textarea[name=space]").Change(typed));
            Act(page, () => page.Find("textarea[name=space]").Closest("form")!.Submit());
        }
    }

    [Fact]
    public async Task A_search_that_failed_says_why_how_many_trials_and_where_to_look()
    {
        var id = await Api.Submit("failing-page");
        await Api.Fail(id, "no file /data/17.bin");

        var page = Open<SearchPage>($"/searches/{id}", with => with.Add(shown => shown.Id, id));

        var banner = page.WaitForElement(".errors[role=alert]");
        Assert.Contains("The search failed", banner.TextContent, StringComparison.Ordinal);
        Assert.Contains("2 trials of 2, failed: no file /data/17.bin", banner.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            [$"/searches/{id}/trials/1#log", $"/searches/{id}/ends"],
            banner.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.Contains("the search failed before a trial completed", page.Find(".best").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_without_a_device_does_not_say_that_it_runs()
    {
        var id = await Api.Submit("waiting-page");

        var page = Open<SearchPage>($"/searches/{id}", with => with.Add(shown => shown.Id, id));

        page.WaitForAssertion(() => Assert.Matches("^(queued #[0-9]+|waiting)$", page.Find(".head .state").TextContent));
    }

    [Fact]
    public async Task What_is_chosen_stands_in_the_address_and_is_read_from_there()
    {
        var id = await Api.Submit("addressed-page");
        await Api.Complete(id);
        var page = Open<SearchPage>(
            $"/searches/{id}/front?axis=parameters&rule=most-accurate&minAccuracy=0.65",
            with => with.Add(shown => shown.Id, id).Add(shown => shown.View, "front"));

        page.WaitForAssertion(() => Assert.Contains("Accuracy against parameters", page.Markup));
        Assert.Contains("trial 2", page.Find(".best a").TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ("parameters", "most-accurate", "65"),
            (Value(".actions label:nth-child(1) select"), Value(".choice > label select"),
                Value("input[type=number][placeholder='no limit']")));
        Assert.Contains(
            $"/searches/{id}/trials?axis=parameters&rule=most-accurate&minAccuracy=0.65",
            page.FindAll(".views a").Select(link => link.GetAttribute("href")));

        Act(page, () => page.Find("select").Change("macs"));
        Assert.Contains("axis=macs", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("Accuracy against MACs", page.Markup));

        string? Value(string selector) =>
            page.FindAll(selector).Select(one => one.GetAttribute("value")).FirstOrDefault(value => value is not null);
    }

    [Theory]
    [InlineData("curves", "top=2.5")]
    [InlineData("front", "intervals=1")]
    [InlineData("trials", "front=1")]
    public async Task A_choice_in_the_address_that_cannot_be_read_is_ignored(string view, string choice)
    {
        var id = await Api.Submit($"misread-{view}");
        await Api.Complete(id);

        var page = Open<SearchPage>(
            $"/searches/{id}/{view}?{choice}", with => with.Add(shown => shown.Id, id).Add(shown => shown.View, view));

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".plot, .rows tbody tr")));
    }

    [Fact]
    public async Task The_number_of_curves_is_whole()
    {
        var id = await Api.Submit("curves-page");
        await Api.Complete(id);
        var page = Open<SearchPage>($"/searches/{id}/curves", with => with.Add(shown => shown.Id, id).Add(shown => shown.View, "curves"));
        page.WaitForElement("input[type=number]");

        Act(page, () => page.Find("input[type=number]").Change("1.5"));
        var after = Services.GetRequiredService<NavigationManager>().Uri;
        Act(page, () => page.Find("input[type=number]").Change("1"));

        Assert.EndsWith("/curves", after, StringComparison.Ordinal);
        Assert.EndsWith("/curves?top=1", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("1", page.Find("input[type=number]").GetAttribute("value")));
    }

    [Fact]
    public async Task No_trial_below_the_least_accuracy_is_recommended()
    {
        var id = await Api.Submit("least-accuracy-page");
        await Api.Complete(id);

        var page = Open<SearchPage>($"/searches/{id}/front?minAccuracy=0.99",
            with => with.Add(shown => shown.Id, id).Add(shown => shown.View, "front"));

        page.WaitForAssertion(() => Assert.Contains("No completed trial is within the limits", page.Find(".best").TextContent));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?rule=smallest-within%3A1")]
    public async Task A_limit_of_the_search_on_its_own_metric_holds_on_the_page_too(string choice)
    {
        var file = ExternalSearch.File($"own-limit-page{choice.Length}", limits: new() { ["minF1"] = 0.8 });
        file["metrics"] = new JsonObject { ["f1"] = new JsonObject { ["goal"] = "maximize" } };
        file["optimum"] = "most-accurate";
        var search = await ExternalSearch.On(Api, file);
        // Trial 1 is better on both objectives, and beyond the limit.
        foreach (var (trial, accuracy, f1) in new[] { (1, 0.9, 0.7), (2, 0.8, 0.9) })
        {
            var attempt = (int)(await search.Lease())["attempt"]!;
            for (var epoch = 1; epoch <= 2; epoch++)
                await search.Signal(trial, new
                {
                    attempt,
                    kind = "report",
                    epoch,
                    accuracy,
                    loss = 1 - accuracy,
                    parameters = 10 * trial,
                    metrics = new { f1 },
                });
        }

        var page = Open<SearchPage>(
            $"/searches/{search.Id}/front{choice}", with => with.Add(shown => shown.Id, search.Id).Add(shown => shown.View, "front"));

        page.WaitForAssertion(() => Assert.Contains("trial 2", page.Find(".best a").TextContent, StringComparison.Ordinal));
        Assert.Contains("1 front trial: 80.0 %", page.Find(".best").TextContent, StringComparison.Ordinal);
        // Paretune tests nothing that programs train.
        Assert.DoesNotContain("test", page.Find(".best").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_of_trials_is_sorted_and_filtered_by_the_address()
    {
        var id = await Api.Submit("sorted-page");
        await Api.Complete(id);
        var page = Open<SearchPage>(
            $"/searches/{id}/trials?sort=-Trial&state=Completed",
            with => with.Add(shown => shown.Id, id).Add(shown => shown.View, "trials"));

        page.WaitForAssertion(() => Assert.Equal(["2", "1"], page.FindAll(".rows tbody th").Select(cell => cell.TextContent)));
        Act(page, () =>
            page.FindAll("thead th button").Single(button => button.TextContent.StartsWith("Accuracy", StringComparison.Ordinal)).Click());
        page.WaitForAssertion(() => Assert.EndsWith(
            "sort=-Accuracy&state=Completed", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal("number", page.FindAll("tbody td").First(cell => cell.TextContent.EndsWith('%')).ClassName);
    }
}
