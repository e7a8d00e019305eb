using System.Collections.Concurrent;

namespace Paretune.Browser.Tests;

/// <summary>What a browser that has never been here fetches before it shows a search.</summary>
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
}
