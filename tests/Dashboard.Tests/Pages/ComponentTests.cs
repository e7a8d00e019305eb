using System.Collections.Immutable;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Paretune.Dashboard.Charts;
using Paretune.Dashboard.Layout;

namespace Paretune.Dashboard.Tests.Pages;

/// <summary>The small components that pages share.</summary>
public sealed class ComponentTests : BunitContext
{
    public ComponentTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Fact]
    public void Counts_name_only_what_there_is()
    {
        var counts = new TrialCounts { Total = 5, Running = 1, Completed = 3, OutOfMemory = 1 };

        var shown = Render<TrialCountsText>(with => with.Add(text => text.Counts, counts));

        Assert.Equal("1 running, 3 completed, 1 out of memory", shown.Find(".counts").TextContent);
    }

    [Fact]
    public void A_moment_is_machine_readable_and_has_a_text_without_script()
    {
        var shown = Render<LocalTime>(with => with.Add(time => time.At, new(2026, 11, 23, 20, 30, 0, TimeSpan.FromHours(2))));

        var time = shown.Find("time");
        Assert.Equal(("2026-11-23T18:30:00.0000000Z", "2026-11-23 18:30 UTC"), (time.GetAttribute("datetime"), time.TextContent));
    }

    [Fact]
    public void A_state_is_a_word_and_not_only_a_colour()
    {
        var shown = Render<StateMark>(with => with.Add(mark => mark.State, TrialState.OutOfMemory).Add(mark => mark.Reason, "too large"));

        Assert.Equal(("out of memory", "too large"), (shown.Find(".state").TextContent, shown.Find(".state").GetAttribute("title")));
    }

    [Fact]
    public void A_chart_says_what_it_shows_and_has_a_table_behind_it()
    {
        var shown = Render<ChartFigure>(with => with.Add(figure => figure.Chart, Chart()));

        var plot = shown.Find(".plot");
        Assert.Equal("A rises.", plot.GetAttribute("aria-description"));
        Assert.Equal("Chart A", shown.Find($"#{plot.GetAttribute("aria-labelledby")}").TextContent);
        Assert.Empty(shown.FindAll("table"));

        shown.Find("button[aria-expanded=false]").Click();

        Assert.Equal(["x", "y"], shown.FindAll("thead th").Select(cell => cell.TextContent));
        Assert.Equal("true", shown.Find("button").GetAttribute("aria-expanded"));
        Assert.Equal("number", shown.Find("thead th:last-child").ClassName);
    }

    [Fact]
    public void A_chart_that_did_not_change_is_not_sent_again()
    {
        var shown = Render<ChartFigure>(with => with.Add(figure => figure.Chart, Chart()));

        shown.Render(with => with.Add(figure => figure.Chart, Chart()));
        shown.Render(with => with.Add(figure => figure.Chart, Chart() with { Layout = new { title = "b" } }));

        Assert.Equal(2, JSInterop.Invocations["paretune.draw"].Count);
    }

    [Fact]
    public async Task Pointing_at_a_chart_tells_what_was_pointed_at()
    {
        var pointed = "";
        var shown = Render<ChartFigure>(with => with
            .Add(figure => figure.Chart, Chart())
            .Add(figure => figure.OnPoint, EventCallback.Factory.Create<string>(this, trial => pointed = trial)));

        await shown.InvokeAsync(() => shown.Instance.Point("7"));

        Assert.Equal("7", pointed);
    }

    [Fact]
    public void Whatever_a_user_named_is_text()
    {
        var shown = Render<StateMark>(
            with => with.Add(mark => mark.State, TrialState.Failed).Add(mark => mark.Reason, "\"><script>alert(1)</script>"));

        Assert.Empty(shown.FindAll("script"));
    }

    [Fact]
    public void A_message_stays_until_its_page_is_left()
    {
        var messages = new Messages();
        Services.AddSingleton(messages);
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/searches/a/front");
        var shown = Render<MessageList>();
        shown.InvokeAsync(() => messages.Add("501 trials are in the box"));

        navigation.NavigateTo("/searches/a/front?trials=1");
        var after = messages.Texts.ToArray();
        navigation.NavigateTo("/searches/a/trials?trials=1");

        Assert.Equal(["501 trials are in the box"], after);
        Assert.Empty(messages.Texts);
    }

    private static Chart Chart() => new(
        "Chart A", "A rises.", [new { x = new[] { 1, 2 } }], new { title = "a" }, new(["x", "y"], () => [ImmutableArray.Create("1", "2")]));
}
