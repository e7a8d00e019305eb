using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Tests.Reproduction;

/// <summary>A real HTTP server with the paper's datasets, which runs each submitted search to its end or leaves it unfinished.</summary>
internal sealed class LabServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<PlayedSearch> _searches = [];
    private int _refusals;

    private LabServer(WebApplication app)
    {
        _app = app;
        app.MapGet("/api/datasets", context => Answer(context, Datasets));
        app.MapGet("/api/searches", context => Answer(
            context,
            _searches.Select(search => search.View with { Archived = Archives })
                .Where(view => !view.Archived || context.Request.Query["archived"] == "all").Reverse()));
        app.MapPost("/api/searches", Submit);
        app.MapGet("/api/searches/{id}", context => _refusals-- > 0 ? Refuse(context) : Answer(context, Find(context).View));
        app.MapGet("/api/searches/{id}/trials", context => Answer(context, Find(context).Trials));
        app.MapGet(
            "/api/searches/{id}/trials/{number:int}",
            context => Answer(context, Find(context).Detail(int.Parse((string)context.Request.RouteValues["number"]!))!));
        app.MapGet(
            "/api/cluster",
            context => Answer(context, new ClusterView([new(new("host", "cpu", "1"), "CPU, 2 threads", null, default)], 0)));
    }

    public static Dataset[] Datasets { get; } =
    [
        new("cifar10", [.. Enumerable.Range(0, 10).Select(n => $"class{n}")], 32, 50_000, 10_000),
        new("tiny-imagenet", [.. Enumerable.Range(0, 10).Select(n => $"class{n}")], 64, 1000, 200),
    ];

    /// <summary>The submitted searches, in order.</summary>
    public List<SearchSpec> Submitted { get; } = [];

    /// <summary>The number of epochs after which a search is left as it is.</summary>
    public int Epochs { get; set; } = int.MaxValue;

    /// <summary>Whether all searches are archived.</summary>
    public bool Archives { get; set; }

    /// <summary>Completes when a search is submitted.</summary>
    public TaskCompletionSource Asked { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers this many of the next questions for a search as a silo does that is starting.</summary>
    public void Refuse(int questions) => _refusals = questions;

    public static async Task<LabServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new LabServer(builder.Build());
        await server._app.StartAsync();
        return server;
    }

    public Task<ConsoleRun> Run(string[] args, CancellationToken interrupted = default) =>
        ConsoleRun.Run(args, server: new(_app.Urls.Single()), interrupted: interrupted);

    /// <summary>Runs the unfinished searches to their end.</summary>
    public void Resume()
    {
        for (var i = 0; i < _searches.Count; i++)
            _searches[i] = new(_searches[i].View.Id, _searches[i].View.Spec, DatasetOf(_searches[i].View.Spec));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Submit(HttpContext context)
    {
        var spec = SearchSpecReader.Read(await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body), Datasets, []).Spec!;
        Submitted.Add(spec);
        _searches.Add(new(new($"search{_searches.Count:00}"), spec, DatasetOf(spec), Epochs));
        await Answer(context, _searches[^1].View);
        Asked.TrySetResult();
    }

    private PlayedSearch Find(HttpContext context) =>
        _searches.First(search => search.View.Id.Value == (string)context.Request.RouteValues["id"]!);

    private static Dataset DatasetOf(SearchSpec spec) => Datasets.First(dataset => dataset.Name == spec.Dataset);

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private static Task Answer<T>(HttpContext context, T value) => context.Response.WriteAsJsonAsync(value, ParetuneJson.Options);
}
