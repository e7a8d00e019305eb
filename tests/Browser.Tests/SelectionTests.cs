using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>Trials selected with the pointer or the keyboard stay selected on all tabs.</summary>
public sealed class SelectionTests(Stage stage)
{
    // Returns the position of a trace's point in the window, once plotly has drawn it.
    private const string PlaceOf =
        """
        ([name, index]) => {
            const plot = document.querySelector('.plot'), trace = plot._fullData.find(one => one.name === name);
            const box = plot.querySelector('.nsewdrag').getBoundingClientRect(), { xaxis, yaxis } = plot._fullLayout;
            return [box.left + xaxis.d2p(trace.x[index]), box.top + yaxis.d2p(trace.y[index])];
        }
        """;

    [Fact]
    public async Task A_trial_that_is_clicked_is_told_of_and_stays_selected_on_every_tab()
    {
        await using var window = await Open("clicked");
        var front = await window.Page.EvaluateAsync<string[]>(
            "() => document.querySelector('.plot').data.find(one => one.name === 'front').customdata");

        await Click(window, "front", 0);

        await Expect(window.Page.Locator(".selection strong")).ToHaveTextAsync("1 trial selected");
        await Expect(window.Page.Locator(".selection dd a")).ToHaveTextAsync(front[0]);
        await Expect(window.Page.Locator(".selection .plot .main-svg").First).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Trials", Exact = true }).ClickAsync();
        await Expect(window.Page.Locator(".rows tr[aria-selected]")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator(".rows tr[aria-selected] th")).ToHaveTextAsync(front[0]);
        await window.Button("Clear selection").ClickAsync();
        await Expect(window.Page.Locator(".selection")).ToHaveCountAsync(0);
        Assert.DoesNotContain("trials=", new Uri(window.Page.Url).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_box_selects_what_lies_within_and_Shift_adds()
    {
        await using var window = await Open("boxed");
        var trials = await window.Page.EvaluateAsync<int>(
            "() => document.querySelector('.plot').data.filter(one => one.name !== 'optimum').reduce((sum, one) => sum + one.x.length, 0)");

        await Drag(window, await Corner(window, "left"), await Corner(window, "right"));

        await Expect(window.Page.Locator(".selection strong")).ToHaveTextAsync($"{trials} trials selected");
        await Apart(window);
        await Click(window, "front", 0);
        await Expect(window.Page.Locator(".selection strong")).ToHaveTextAsync("1 trial selected");
        await Apart(window);
        var dominated = await window.Page.EvaluateAsync<float[]>(PlaceOf, new object[] { "dominated", 0 });
        await window.Page.Keyboard.DownAsync("Shift");
        await Drag(window, (dominated[0] - 8, dominated[1] - 8), (dominated[0] + 8, dominated[1] + 8));
        await window.Page.Keyboard.UpAsync("Shift");
        await Expect(window.Page.Locator(".selection strong")).Not.ToHaveTextAsync("1 trial selected");
        Assert.Contains("trials=", new Uri(window.Page.Url).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arrows_go_along_the_front()
    {
        await using var window = await Open("arrows");
        var front = await window.Page.EvaluateAsync<string[]>(
            "() => document.querySelector('.plot').data.filter(one => one.name?.includes('front')).flatMap(one => "
            + "one.x.map((x, index) => [x, one.customdata[index]])).sort((a, b) => a[0] - b[0]).map(one => one[1])");
        Assert.True(front.Length > 1, "a front of one has no way along it");
        var shown = window.Page.Locator(".selection dd a");

        await window.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(shown).ToHaveCountAsync(1);
        for (var i = 0; i < front.Length; i++)
            await window.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(shown).ToHaveTextAsync(front[0]);
        await window.Page.Keyboard.PressAsync("ArrowRight");

        await Expect(shown).ToHaveTextAsync(front[1]);
    }

    [Fact]
    public async Task A_limit_is_dragged_from_the_edge_and_back()
    {
        await using var window = await Open("dragged");
        var line = await window.Page.EvaluateAsync<float[]>(
            """
            () => {
                const plot = document.querySelector('.plot'), box = plot.querySelector('.nsewdrag').getBoundingClientRect();
                const limit = plot._fullLayout.xaxis.d2p(plot.layout.shapes[0].x0);
                return [box.left + limit, box.top + box.height / 2, box.left + box.width / 2];
            }
            """);

        await Drag(window, (line[0], line[1]), (line[2], line[1]));

        await Expect(window.Page.Locator(".limit output")).Not.ToHaveTextAsync("no limit");
        Assert.Contains("limit=", new Uri(window.Page.Url).Query, StringComparison.Ordinal);
        await Drag(window, (line[2], line[1]), (line[0] + 2, line[1]));
        await Expect(window.Page.Locator(".limit output")).ToHaveTextAsync("no limit");
    }

    [Fact]
    public async Task A_box_over_an_axis_keeps_the_lines_that_pass_there_and_filters_the_table()
    {
        await using var window = await Open("brushed", "parallel");
        var axis = await window.Page.EvaluateAsync<float[]>(
            """
            () => {
                const plot = document.querySelector('.plot'), box = plot.querySelector('.nsewdrag').getBoundingClientRect();
                const { xaxis, yaxis } = plot._fullLayout;
                return [box.left + xaxis.d2p(0), box.top + yaxis.d2p(1), box.top + yaxis.d2p(0.4)];
            }
            """);

        await Drag(window, (axis[0] - 15, axis[1] - 8), (axis[0] + 15, axis[2]));

        await Expect(window.Page.Locator(".chart .summary")).ToContainTextAsync("8 of 12 trials lie within the ranges");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Show them as a table" }).ClickAsync();
        await Expect(window.Text("8 of 12 trials")).ToBeVisibleAsync();
        await window.Field("Filter by δ").FillAsync("3");
        await window.Field("Filter by δ").PressAsync("Enter");
        await Expect(window.Text("4 of 12 trials")).ToBeVisibleAsync();
        await window.Button("Select all 4").ClickAsync();
        await Expect(window.Page.Locator(".selection strong")).ToHaveTextAsync("4 trials selected");
        await window.Button("Clear filters").ClickAsync();
        await Expect(window.Text("12 of 12 trials, 4 selected")).ToBeVisibleAsync();
    }

    private async Task<Window> Open(string name, string view = "front")
    {
        var id = await stage.Simulate(name, epochSeconds: 0.01);
        await stage.Simulated.Ended(id);
        var window = await stage.OpenSimulated($"/searches/{id}/{view}");
        await window.Until("() => document.querySelector('.plot .nsewdrag') !== null");
        return window;
    }

    private static async Task Click(Window window, string trace, int index)
    {
        // The pointer reaches only what is in the window.
        await window.Page.Locator(".plot").First.ScrollIntoViewIfNeededAsync();
        var place = await window.Page.EvaluateAsync<float[]>(PlaceOf, new object[] { trace, index });
        await window.Page.Mouse.MoveAsync(place[0], place[1]);
        await window.Page.Mouse.ClickAsync(place[0], place[1]);
    }

    /// <summary>Waits so that a click is not the second of a double click: plotly combines two within 300 ms.</summary>
    private static async Task Apart(Window window) => await window.Page.EvaluateAsync(
        "() => new Promise(done => setTimeout(done, document.querySelector('.plot')._context.doubleClickDelay + 50))");

    private static async Task<(float X, float Y)> Corner(Window window, string side)
    {
        var corner = await window.Page.EvaluateAsync<float[]>(
            """
            side => {
                const box = document.querySelector('.plot .nsewdrag').getBoundingClientRect();
                return side === 'left' ? [box.left + 2, box.top + 2] : [box.right - 2, box.bottom - 2];
            }
            """, side);
        return (corner[0], corner[1]);
    }

    private static async Task Drag(Window window, (float X, float Y) from, (float X, float Y) to)
    {
        await window.Page.Mouse.MoveAsync(from.X, from.Y);
        await window.Page.Mouse.DownAsync();
        await window.Page.Mouse.MoveAsync((from.X + to.X) / 2, (from.Y + to.Y) / 2, new() { Steps = 5 });
        await window.Page.Mouse.MoveAsync(to.X, to.Y, new() { Steps = 5 });
        await window.Page.Mouse.UpAsync();
    }
}
