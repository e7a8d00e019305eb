using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Paretune.Browser.Tests;

/// <summary>What a browser without a cache downloads before it shows a search.</summary>
public sealed class FirstLoadTests(Stage stage)
{
    private const int Most = 600 * 1024;

    [Fact]
    public async Task The_first_load_of_a_search_is_small()
    {
        await using var context = await stage.Browser.NewContextAsync(new() { BaseURL = stage.Address.ToString() });
        var page = await context.NewPageAsync();
        var sizes = new ConcurrentDictionary<string, int>();
        var reading = new ConcurrentBag<Task>();
        page.RequestFinished += (_, request) => reading.Add(Read(request));

        await page.GotoAsync($"/searches/{stage.Trained}");
        await page.WaitForFunctionAsync("() => document.querySelector('.plot')?.data?.length > 0");
        await Task.WhenAll(reading);

        var said = string.Join('\n', sizes.OrderByDescending(one => one.Value).Select(one => $"{one.Value / 1024.0,8:0.0} KB {one.Key}"));
        TestContext.Current.SendDiagnosticMessage(said);
        Assert.True(sizes.Values.Sum() <= Most, $"{sizes.Values.Sum() / 1024} KB:\n{said}");

        async Task Read(Microsoft.Playwright.IRequest request) =>
            sizes[request.Url] = (await request.SizesAsync()) is var size ? size.ResponseBodySize + size.ResponseHeadersSize : 0;
    }

    [Fact]
    public async Task The_front_is_there_before_the_library_that_draws_it_and_gives_way_to_it()
    {
        await using var context = await stage.Browser.NewContextAsync(new() { BaseURL = stage.Address.ToString() });
        var page = await context.NewPageAsync();
        var mayLoad = new TaskCompletionSource();
        await page.RouteAsync("**/plotly*", async route =>
        {
            await mayLoad.Task;
            await route.ContinueAsync();
        });

        await page.GotoAsync($"/searches/{stage.Trained}");
        var first = page.Locator(".plot + .first");
        await Assertions.Expect(first.Locator("path.grid")).ToBeVisibleAsync();
        Assert.NotEqual(0, await first.Locator("path:not(.grid)").CountAsync());
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.live !== undefined");
        await Assertions.Expect(first.GetByText("validation accuracy")).ToBeVisibleAsync();
        mayLoad.SetResult();

        await page.WaitForFunctionAsync("() => document.querySelector('.plot')?.data?.length > 0");
        await Assertions.Expect(first).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Charts_out_of_view_are_drawn_without_being_scrolled_to()
    {
        await using var context = await stage.Browser.NewContextAsync(new()
        {
            BaseURL = stage.Address.ToString(),
            ViewportSize = new() { Width = 900, Height = 500 },
        });
        var page = await context.NewPageAsync();

        await page.GotoAsync($"/searches/{stage.Trained}/analysis");

        await page.WaitForFunctionAsync(
            """
            () => {
                const plots = [...document.querySelectorAll(".plot")];
                const isBelow = plots.at(-1)?.getBoundingClientRect().top > innerHeight;
                return plots.length > 2 && isBelow && plots.every(plot => plot.data?.length > 0);
            }
            """);
    }
}
