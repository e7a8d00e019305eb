using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Paretune.Browser.Tests;

/// <summary>A page in a browser window, with all errors it logged: a test fails when it disposes a window with errors.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly Uri _address;

    public Window(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page, _address) = (context, page, address);
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !MayFail)
                _complaints.Enqueue($"console {message.Type}: {message.Text}");
        };
        Page.PageError += (_, error) => _complaints.Enqueue($"error on the page: {error}");
        Page.Dialog += (_, dialog) => _complaints.Enqueue($"dialogue: {dialog.Message}");
        Page.Request += (_, request) =>
        {
            if (!IsOwn(request.Url))
                _complaints.Enqueue($"request to another host: {request.Url}");
        };
        Page.WebSocket += (_, socket) =>
        {
            if (!IsOwn(socket.Url))
                _complaints.Enqueue($"connection to another host: {socket.Url}");
        };
        Page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !MayFail)
                _complaints.Enqueue($"{response.Status} of {response.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>Set while a test stops the server or requests something missing; errors from then on do not fail the test.</summary>
    public bool MayFail { get; set; }

    /// <summary>Opens a page and waits until its circuit is up.</summary>
    public async Task Go(string path)
    {
        await Page.GotoAsync(path);
        await Live();
    }

    /// <summary>Waits until the page is interactive and its circuit has finished the work after the first rendering.</summary>
    public Task Live() => Page.WaitForFunctionAsync("() => document.documentElement.dataset.live !== undefined");

    public ILocator Text(string text) => Page.GetByText(text);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Field(string name) => Page.GetByLabel(name);

    /// <summary>Returns a field of the search form by its title.</summary>
    public ILocator Input(string title) => Page.Locator($"label.field:has(> span:text-is('{title}')) :is(input, select)");

    /// <summary>Returns the number of points in a trace of the chart.</summary>
    public Task<int> Points(string trace) => Page.EvaluateAsync<int>(
        "name => document.querySelector('.plot')?.data?.find(one => one.name === name)?.x.length ?? 0", trace);

    /// <summary>Waits until a script returns true.</summary>
    public Task Until(string script, object? argument = null, int seconds = 30) =>
        Page.WaitForFunctionAsync(script, argument, new() { Timeout = seconds * 1000 });

    public Task UntilPoints(string trace, int atLeast, int seconds = 30) => Until(
        "([name, least]) => (document.querySelector('.plot')?.data?.find(one => one.name === name)?.x.length ?? 0) >= least",
        new object[] { trace, atLeast }, seconds);

    /// <summary>Waits until at least this many trials of the front are drawn, joined or hollow.</summary>
    public Task UntilFront(int atLeast) => Until($"least => ({Front})() >= least", atLeast);

    public Task<int> FrontPoints() => Page.EvaluateAsync<int>(Front);

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.True(_complaints.IsEmpty, string.Join('\n', _complaints));
    }

    private const string Front =
        """
        () => (document.querySelector('.plot')?.data ?? [])
            .filter(one => one.name === 'front' || one.name === 'on the front by another objective')
            .reduce((sum, one) => sum + one.x.length, 0)
        """;

    private bool IsOwn(string url) => url.StartsWith(_address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
        || url.StartsWith(
            _address.GetLeftPart(UriPartial.Authority).Replace("http:", "ws:", StringComparison.Ordinal), StringComparison.Ordinal)
        || url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal);
}
