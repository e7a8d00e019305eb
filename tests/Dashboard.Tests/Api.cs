using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Dashboard;
using Paretune.Dashboard.Tests;
using Paretune.Dashboard.Tests.Trials;
using Paretune.Grains;
using Paretune.Grains.Keys;
using Paretune.Grains.Ledger;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;
using Paretune.Testing;

[assembly: AssemblyFixture(typeof(Api))]

namespace Paretune.Dashboard.Tests;

/// <summary>
/// The API as deployed: Kestrel, a silo, real grains, a SQLite ledger, datasets and trainers. Only the trials' files and the device are
/// fakes.
/// </summary>
public sealed class Api : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("paretune-api-").FullName;
    private WebApplication? _app;

    public HttpClient Http { get; private set; } = new();
    public string Home => _home;
    public ApiOptions Options { get; init; } = new()
    {
        Notify = new() { Allowed = "hooks.example.com", Secret = "a secret of some length" },
    };
    public Func<WebApplication, WebApplication> Map { get; init; } = app => app.MapParetuneApi().MapParetunePages();
    internal MovableClock Clock { get; } = new();
    /// <summary>The HTTP client that downloads datasets.</summary>
    internal HttpClient Web { get; init; } = new();
    internal KeptFiles Files { get; } = new();
    internal LinesOf Log { get; } = new("Paretune.Audit");
    public T Service<T>() where T : notnull => _app!.Services.GetRequiredService<T>();
    public IGrainFactory Grains => _app!.Services.GetRequiredService<IGrainFactory>();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ApplicationName = typeof(ApiSetup).Assembly.GetName().Name });
        builder.Logging.ClearProviders().AddProvider(Log).AddFilter<LinesOf>((category, _) => category == "Paretune.Audit");
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(_ => new SqliteLedger(Path.Combine(_home, "ledger.sqlite")));
        builder.Host.UseOrleans(silo => silo
            .UseLocalhostClustering(siloPort: TestPort.Find(), gatewayPort: 0)
            .AddDashboard()
            .AddParetuneGrains(services => services.GetRequiredService<SqliteLedger>())
            .AddParetuneKeys(services => new SqliteKeyStore(services.GetRequiredService<SqliteLedger>())));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        ListedDatasets.Lay(_home);
        builder.Services.AddSingleton(new DatasetStore(_home) { Http = Web });
        ListedTrainers.Lay(_home);
        builder.Services.AddSingleton(new TrainerStore(_home));
        builder.Services.AddSingleton<IFileStore>(Files);
        builder.Services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(_home, "session-keys")));
        builder.Services.AddParetuneApi(Path.Combine(_home, "uploads"), Options);
        builder.Services.AddParetunePages();
        _app = builder.Build();
        Map(_app);
        await _app.StartAsync();
        // By default, a client sends the body after one second without an answer, and a busy server may take longer to reject a request.
        Http = new(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = new(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Web.Dispose();
        await _app!.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    /// <summary>A search of two trials and one epoch each, whose training is scripted by the tests.</summary>
    public static JsonObject Search(string name) => new()
    {
        ["name"] = name,
        ["dataset"] = ListedDatasets.Name,
        ["space"] = new JsonObject { ["dilation"] = new JsonArray(1, 2), ["width"] = new JsonArray(0.25) },
        ["epochs"] = 1,
    };

    /// <summary>A search of four trials of a custom trainer; a model has 1000 parameters times the trial's number.</summary>
    public static JsonObject TrainerSearch(string name) => new()
    {
        ["name"] = name,
        ["trainer"] = ListedTrainers.Name,
        ["space"] = new JsonObject
        {
            ["hyperparameters"] = new JsonObject { ["channels"] = new JsonArray(8, 32), ["pooling"] = new JsonArray("max", "mean") },
        },
        ["epochs"] = 1,
    };

    public Task<string> Submit(string name, string? key = null) => Submit(Search(name), key);

    public async Task<string> Submit(JsonObject search, string? key = null)
    {
        using var response = await Send(HttpMethod.Post, "/api/searches", key, JsonContent.Create(search));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<SearchView>(ParetuneJson.Options))!.Id.Value;
    }

    /// <summary>Sends a request with a key; without one, as nobody.</summary>
    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? key, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        request.Headers.ExpectContinue = content?.Headers.ContentLength > ApiOptions.MaxJsonBytes;
        return await Http.SendAsync(request);
    }

    public async Task<T> Get<T>(string path) => (await Http.GetFromJsonAsync<T>(path, ParetuneJson.Options))!;

    /// <summary>Stops the host, as SIGTERM does.</summary>
    public Task Stop() => _app!.StopAsync();

    /// <summary>Acts as a worker that works only on this search until nothing is left to do.</summary>
    public async Task Complete(string id)
    {
        var worker = new WorkerId("test", id, "1");
        while (await Grains.GetGrain<ISearchGrain>(id).Lease(worker) is { } lease)
            await Grains.GetGrain<ITrialGrain>(lease.Trial.ToString()).Signal(
                lease.Kind == LeaseKind.Train ? Report(lease) : Tested(lease));
    }

    /// <summary>Acts as a worker that trains all trials of this search; returns the lease of the first test.</summary>
    public async Task<Lease> Train(string id)
    {
        var worker = new WorkerId("test", id, "1");
        while (await Grains.GetGrain<ISearchGrain>(id).Lease(worker) is { } lease)
        {
            if (lease.Kind == LeaseKind.Test)
                return lease;
            await Grains.GetGrain<ITrialGrain>(lease.Trial.ToString()).Signal(Report(lease));
        }

        throw new InvalidOperationException($"search {id} must test a trial, but has no work left");
    }

    /// <summary>Leases this many trials, one per device, without reporting anything.</summary>
    public async Task Begin(string id, int trials)
    {
        for (var device = 1; device <= trials; device++)
            await Grains.GetGrain<ISearchGrain>(id).Lease(new("test", $"{id}-{device}", "1"));
    }

    /// <summary>Acts as a worker on which every trial fails.</summary>
    public async Task Fail(string id, string reason)
    {
        var worker = new WorkerId("test", id, "1");
        while (await Grains.GetGrain<ISearchGrain>(id).Lease(worker) is { } lease)
            await Grains.GetGrain<ITrialGrain>(lease.Trial.ToString()).Signal(new AttemptEnd
            {
                Trial = lease.Trial,
                Attempt = lease.Attempt,
                Failure = AttemptFailure.Threw,
                Message = reason,
            });
    }

    /// <summary>Takes one lease and sends one step for it.</summary>
    public async Task Step(string id)
    {
        var lease = await Grains.GetGrain<ISearchGrain>(id).Lease(new("test", id, "1"));
        await Grains.GetGrain<ITrialGrain>(lease!.Trial.ToString()).Signal(
            new StepProgress { Trial = lease.Trial, Attempt = lease.Attempt, Epoch = 1, Step = 3, Steps = 10, ImagesPerSecond = 50 });
    }

    private static Report Report(Lease lease) => new()
    {
        Trial = lease.Trial,
        Attempt = lease.Attempt,
        Epoch = 1,
        TrainLoss = 1,
        TrainAccuracy = 0.5,
        ValidationLoss = 1,
        Accuracy = 0.5 + (lease.Trial.Number * 0.1),
        LearningRate = 0.001,
        Seconds = 1,
        ImagesPerSecond = 100,
        PeakMemoryBytes = 1,
        Model = lease.Job.Trainer is null
            ? null : new(FileBytes: null, Latency: null, new(1000 * lease.Trial.Number, Macs: 0, 4000 * lease.Trial.Number)),
    };

    public static TestResult Tested(Lease lease) => new() { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = 0.5, Loss = 1 };
}
