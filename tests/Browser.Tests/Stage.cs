using Microsoft.Playwright;
using Paretune.Browser.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Stage))]
// One Chromium and one silo on two cores: tests beside each other would only measure the sharing.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Paretune.Browser.Tests;

/// <summary>
/// A real Chromium and two real standalone silos: one with a search that has really trained, one whose device is simulated.
/// </summary>
public sealed class Stage : IAsyncLifetime
{
    private static readonly string[] Chromiums = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly Home _home = new(), _simulatedHome = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private SiloProcess? _silo, _simulated;

    public IBrowser Browser => _browser!;
    public Uri Address => Silo.Address;
    internal SiloProcess Silo => _silo!;

    /// <summary>Folder of the silo that really trains.</summary>
    public string Folder => _home.Path;

    /// <summary>Trains nothing, in a time that a test chooses.</summary>
    internal SiloProcess Simulated => _simulated!;

    /// <summary>A search of two configurations, really trained on the generated images, that has ended.</summary>
    public string Trained { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        // Longer than any page takes on a machine that does much else: what never comes fails all the same.
        Assertions.SetDefaultExpectTimeout(60_000);
        _playwright = await Playwright.CreateAsync();
        var chromium = Chromiums.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("these tests need a Chromium: apt-get install chromium");
        // A root of its own has no sandbox; what is opened here is only ever our own.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox"] });
        _silo = await SiloProcess.Start(_home);
        _simulated = await SiloProcess.Start(_simulatedHome, devices: "simulated:1");
        Trained = await Silo.Submit(new
        {
            name = "really trained",
            dataset = "shapes",
            space = new { dilation = new[] { 1, 2 }, width = new[] { 0.25 } },
            epochs = 2,
            seed = 5,
        });
        await Silo.Ended(Trained);
    }

    public async ValueTask DisposeAsync()
    {
        // What could not be started is not there, and its own failure is what is to be read.
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        foreach (var silo in new[] { _silo, _simulated })
            if (silo is not null)
                await silo.DisposeAsync();
        _home.Dispose();
        _simulatedHome.Dispose();
    }

    /// <summary>Submits a search to the simulated device: 12 configurations, unless the space says otherwise.</summary>
    public Task<string> Simulate(string name, double epochSeconds, int epochs = 3, object? space = null) => Simulated.Submit(new
    {
        name,
        dataset = "shapes",
        trainImages = SimulatedEpoch.Images(epochSeconds),
        epochs,
        space = space ?? new { dilation = new[] { 1, 2, 3 }, width = new[] { 1, 0.5 }, resolution = new[] { 1, 0.5 } },
    });

    /// <summary>A browser window of its own, on the silo whose device is simulated.</summary>
    internal Task<Window> OpenSimulated(string path) => Open(path, address: Simulated.Address);

    /// <summary>A browser window of its own.</summary>
    /// <param name="isGuarded">Whether it is asked to sign in first.</param>
    /// <param name="zone">The viewer's time zone, as in America/New_York. Default: this machine's.</param>
    internal async Task<Window> Open(
        string path, int width = 1440, int height = 1000, bool dark = false, Uri? address = null, bool isGuarded = false,
        string? zone = null)
    {
        var context = await Browser.NewContextAsync(new()
        {
            BaseURL = (address ?? Address).ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            TimezoneId = zone,
            Locale = "en-US",
        });
        var window = new Window(context, await context.NewPageAsync(), address ?? Address);
        // What a guard shows first has no circuit to wait for.
        await (isGuarded ? window.Page.GotoAsync(path) : window.Go(path));
        return window;
    }
}
