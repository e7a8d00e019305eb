using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>Actions on selected trials, and finishing a search early.</summary>
public sealed class SelectedActionsTests(Stage stage)
{
    [Fact]
    public async Task A_selected_trial_is_tagged_stopped_once_that_is_confirmed_and_trained_after_all()
    {
        var id = await stage.Simulate("selected", epochSeconds: 0.5, epochs: 500);
        await stage.Simulated.Until(id, entry => SearchEvents.TypeOf(entry) == "attemptStarted", TimeSpan.FromMinutes(2));
        var number = (await stage.Simulated.Trials(id)).First(one => one.State == TrialState.Running).Number;
        await using var window = await stage.OpenSimulated($"/searches/{id}?trials={number}");
        var selection = window.Page.Locator(".selection");

        await selection.Locator("summary", new() { HasText = "Tags" }).ClickAsync();
        await selection.Locator("input[name=trial-tags]").FillAsync("look twice");
        await window.Button("Add tags").ClickAsync();
        await window.Button("Remove look").ClickAsync();
        await Expect(window.Button("Remove look")).ToHaveCountAsync(0);
        Assert.Equal(["twice"], (await Trial()).Tags);

        await window.Button("Stop 1").ClickAsync();
        await Expect(window.Button("Keep training")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Button("Keep training")).ToBeHiddenAsync();
        Assert.False((await Trial()).StoppedByUser);
        await window.Button("Stop 1").ClickAsync();
        await window.Button("Stop 1 trial").ClickAsync();
        await Expect(window.Button("Retry 1")).ToBeVisibleAsync();
        Assert.True((await Trial()).StoppedByUser);

        await window.Button("Retry 1").ClickAsync();
        await Expect(window.Button("Stop 1")).ToBeVisibleAsync();
        Assert.False((await Trial()).State.IsTerminal);
        await window.Button("Cancel").ClickAsync();
        await window.Button("Cancel the search").ClickAsync();
        await Expect(window.Page.Locator(".head .state")).ToHaveTextAsync("cancelled");

        async Task<TrialView> Trial() => (await stage.Simulated.Trials(id)).Single(one => one.Number == number);
    }

    [Fact]
    public async Task A_search_that_has_seen_enough_is_finished_without_the_trials_that_have_not_begun()
    {
        var id = await stage.Simulate("finished", epochSeconds: 5, epochs: 1);
        await using var window = await stage.OpenSimulated($"/searches/{id}");
        await window.UntilFront(1);

        await window.Button("Finish early").ClickAsync();
        await Expect(window.Button("Keep running")).ToBeFocusedAsync();
        await window.Button("Finish the search").ClickAsync();

        await Expect(window.Page.Locator(".head .state")).ToHaveTextAsync("completed");
        Assert.InRange((await stage.Simulated.Show(id)).Counts.Completed, 1, 11);
    }
}
