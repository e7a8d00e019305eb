using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>Actions on pages.</summary>
public sealed class SteerTests(Stage stage)
{
    [Fact]
    public async Task A_search_is_paused_resumed_made_urgent_and_cancelled()
    {
        var id = await stage.Simulate("steered", epochSeconds: 0.5);
        await using var window = await stage.OpenSimulated($"/searches/{id}");
        var state = window.Page.Locator(".head .state");

        await window.Button("Pause").ClickAsync();
        await Expect(state).ToHaveTextAsync("paused");
        await window.Button("Resume").ClickAsync();
        await Expect(state).ToHaveTextAsync("running");
        await window.Field("Priority").SelectOptionAsync("7");
        await Expect(window.Field("Priority")).ToHaveValueAsync("7");
        await Expect(window.Button("Cancel")).ToBeEnabledAsync();
        Assert.Equal(7, (await stage.Simulated.Show(id)).Priority);

        // Pressing only Enter or Escape does not confirm.
        foreach (var key in new[] { "Enter", "Escape" })
        {
            await window.Button("Cancel").ClickAsync();
            await Expect(window.Button("Keep running")).ToBeFocusedAsync();
            await window.Page.Keyboard.PressAsync(key);
            await Expect(window.Button("Keep running")).ToBeHiddenAsync();
            await Expect(window.Button("Cancel")).ToBeEnabledAsync();
        }

        await Expect(state).ToHaveTextAsync("running");
        await window.Button("Cancel").ClickAsync();
        await window.Button("Cancel the search").ClickAsync();

        await Expect(state).ToHaveTextAsync("cancelled");
        await Expect(window.Button("Pause")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_search_that_has_ended_is_archived_taken_back_and_deleted_once_that_is_confirmed()
    {
        var id = await stage.Simulate("kept and deleted", epochSeconds: 0.01);
        await stage.Simulated.Ended(id);
        await using var window = await stage.OpenSimulated($"/searches/{id}");

        await window.Button("Archive").ClickAsync();
        await Expect(window.Button("Unarchive")).ToBeVisibleAsync();
        Assert.DoesNotContain(await stage.Simulated.Searches(), search => search.Id.Value == id);
        await window.Button("Unarchive").ClickAsync();
        await Expect(window.Button("Archive")).ToBeVisibleAsync();
        Assert.Contains(await stage.Simulated.Searches(), search => search.Id.Value == id);

        await window.Button("Delete").ClickAsync();
        await window.Button("Keep it").ClickAsync();
        await Expect(window.Button("Delete")).ToBeEnabledAsync();
        await window.Button("Delete").ClickAsync();
        await window.Button("Delete the search").ClickAsync();

        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Searches");
        Assert.DoesNotContain(await stage.Simulated.Searches(), search => search.Id.Value == id);
    }

    [Fact]
    public async Task A_search_that_has_ended_is_named_tagged_and_one_of_its_trials_trained_further()
    {
        var id = await stage.Simulate("not named yet", epochSeconds: 0.01, epochs: 2);
        await stage.Simulated.Ended(id);
        await using var window = await stage.OpenSimulated($"/searches/{id}");

        await window.Text("Name, tags and note").ClickAsync();
        await window.Page.Locator("input[name=name]").FillAsync("named at last");
        await window.Page.Locator("input[name=tags]").FillAsync("paper v1.2");
        await window.Page.Locator("textarea[name=note]").FillAsync("With the new crops.\nSee the paper.");
        await window.Button("Save").ClickAsync();
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("named at last");
        await Expect(window.Page.Locator("main .tags a")).ToHaveTextAsync(["paper", "v1.2"]);
        await window.Page.Locator(".tags a").First.ClickAsync();
        await Expect(window.Page.Locator("tbody th > a")).ToHaveTextAsync(["named at last"]);

        await window.Go($"/searches/{id}/trials/1");
        await window.Text("Train longer").ClickAsync();
        await window.Page.Locator("input[name=epochs]").FillAsync("3");
        await window.Button("Train").ClickAsync();
        await Expect(window.Page.Locator("main")).ToContainTextAsync("Extended after 2 epochs to 5");
        await stage.Simulated.Ended(id);
        await Expect(window.Page.Locator(".facts")).ToContainTextAsync("5 (2+3)");
        await window.Page.ReloadAsync();
        await Expect(window.Page.Locator(".facts")).ToContainTextAsync("5 (2+3)");
    }

    [Fact]
    public async Task The_list_is_filtered_and_the_filter_stands_in_the_address()
    {
        var id = await stage.Simulate("found by its words", epochSeconds: 0.01);
        await stage.Simulated.Ended(id);
        await using var window = await stage.OpenSimulated("/");

        await window.Page.GetByRole(AriaRole.Searchbox).FillAsync("WORDS found");
        await window.Page.Keyboard.PressAsync("Enter");

        await Expect(window.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator("tbody th a")).ToHaveTextAsync("found by its words");
        Assert.EndsWith("/?text=WORDS%20found", window.Page.Url, StringComparison.Ordinal);
        await window.Page.ReloadAsync();
        await Expect(window.Page.Locator("tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Moving_the_limit_moves_the_recommendation_and_the_line_in_the_picture()
    {
        var id = await stage.Simulate("limited", epochSeconds: 0.05);
        await stage.Simulated.Ended(id);
        await using var window = await stage.OpenSimulated($"/searches/{id}");
        await window.UntilPoints("optimum", 1);
        await window.Field("Recommend by").SelectOptionAsync("most-accurate");
        await Expect(window.Page.Locator(".best")).ToContainTextAsync("highest accuracy");
        var before = await window.Page.Locator(".best strong a").InnerTextAsync();

        var limit = window.Page.Locator("#most");
        await limit.FocusAsync();
        await window.Page.Keyboard.PressAsync("Home");
        for (var i = 0; i < 20; i++)
            await window.Page.Keyboard.PressAsync("ArrowRight");

        await Expect(window.Page.Locator(".best strong a")).Not.ToHaveTextAsync(before);
        await window.Until("() => document.querySelector('.plot').layout.shapes?.[0]?.line.width === 2");
        var most = await window.Page.EvaluateAsync<double>("() => document.querySelector('.plot').layout.shapes[0].x0");
        var recommended = int.Parse(
            (await window.Page.Locator(".best strong a").InnerTextAsync()).Split(' ')[1],
            System.Globalization.CultureInfo.InvariantCulture);
        var within = (await stage.Simulated.Trials(id)).Where(trial => trial.Macs <= most).MaxBy(trial => trial.Accuracy)!;
        Assert.Equal(within.Number, recommended);

        await window.Page.Keyboard.PressAsync("End");
        await Expect(window.Page.Locator("output")).ToHaveTextAsync("no limit");
        await Expect(window.Page.Locator(".best strong a")).ToHaveTextAsync(before);
    }

    [Fact]
    public async Task Back_and_loading_again_keep_what_was_chosen()
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}");
        await window.Page.Locator("label.field", new() { HasText = "X axis" }).Locator("select").SelectOptionAsync("parameters");
        await Expect(window.Text("Accuracy against parameters").First).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Trials", Exact = true }).ClickAsync();
        await window.Page.Locator(".rows thead button", new() { HasTextRegex = new("^Accuracy") }).ClickAsync();
        await Expect(window.Page.Locator("th[aria-sort=descending]")).ToContainTextAsync("Accuracy");
        await Expect(window.Page).ToHaveTitleAsync("Trials - really trained - Paretune");

        await window.Page.ReloadAsync();
        await window.Live();
        await Expect(window.Page.Locator("th[aria-sort=descending]")).ToContainTextAsync("Accuracy");
        await window.Page.GoBackAsync();
        await Expect(window.Page.Locator("th[aria-sort=ascending]")).ToContainTextAsync("Trial");
        await window.Page.GoBackAsync();

        await Expect(window.Page.Locator("label.field", new() { HasText = "X axis" }).Locator("select")).ToHaveValueAsync("parameters");
        await Expect(window.Page).ToHaveTitleAsync("Overview - really trained - Paretune");
    }

    [Theory]
    [InlineData(1440, true)]
    [InlineData(390, false)]
    public async Task Legends_stand_beside_the_plot_on_a_phone_below_it_and_pictures_have_names(int width, bool isBeside)
    {
        await using var window = await stage.Open($"/searches/{stage.Trained}/curves", width);
        await window.Until("() => document.querySelector('.plot .legend') !== null");

        var box = await window.Page.EvaluateAsync<double[]>(
            """
            () => {
                const plot = document.querySelector('.plot .nsewdrag').getBoundingClientRect();
                const legend = document.querySelector('.plot .legend').getBoundingClientRect();
                return [legend.left - plot.right, legend.top - plot.bottom];
            }
            """);
        Assert.True(isBeside ? box[0] >= 0 : box[1] >= 0, $"{box[0]} px right of the plot, {box[1]} px below");
        Assert.Equal(
            "curves-really-trained-validation-accuracy-against-epoch",
            await window.Page.EvaluateAsync<string>("() => document.querySelector('.plot')._context.toImageButtonOptions.filename"));
    }

    [Fact]
    public async Task The_keyboard_is_enough()
    {
        await using var window = await stage.Open("/");
        var keys = window.Page.Keyboard;
        await keys.PressAsync("Tab");
        await Expect(window.Text("Skip to the content")).ToBeFocusedAsync();

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "really trained", Exact = true }).FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("really trained");
        await window.Button("Show as a table").FocusAsync();
        await keys.PressAsync("Enter");

        await Expect(
            window.Page.GetByRole(AriaRole.Region, new() { Name = "Accuracy against MACs, as a table" }).Locator("tbody th"))
                .ToHaveCountAsync(2);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/searches/ID")]
    [InlineData("/searches/ID/trials/1")]
    [InlineData("/searches/ID/file")]
    [InlineData("/searches/new?clone=ID")]
    [InlineData("/compare?searches=ID,OTHER")]
    public async Task A_search_named_as_markup_is_just_an_ugly_name(string path)
    {
        const string Name = "<script>alert(1)</script><a href=\"https://elsewhere.example\">b</a>";
        var id = await stage.Simulate(Name, epochSeconds: 0.05, epochs: 1, space: new { dilation = new[] { 1 } });
        var other = await stage.Simulate("another", epochSeconds: 0.05, epochs: 1, space: new { dilation = new[] { 1 } });
        await stage.Simulated.Ended(id);
        await stage.Simulated.Ended(other);

        await using var window = await stage.OpenSimulated(
            path.Replace("ID", id, StringComparison.Ordinal).Replace("OTHER", other, StringComparison.Ordinal));
        await window.Until("() => [...document.querySelectorAll('.plot')].every(one => one.data)");

        Assert.Equal(0, await window.Page.Locator("a[href*=elsewhere], svg a").CountAsync());
        var shown = path.Contains("new", StringComparison.Ordinal)
            ? await window.Input("Name").InputValueAsync()
            : await window.Page.Locator("main").InnerTextAsync();
        Assert.Contains(Name, shown, StringComparison.Ordinal);
    }
}
