using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Paretune.Testing;
using Paretune.Tests;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Tests;

/// <summary>A real HTTP server with recorded answers, which records its requests.</summary>
internal sealed class RecordedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RecordedServer(WebApplication app) => _app = app;

    public PlayedSearch Search { get; } = new();

    /// <summary>A second search, of a custom trainer.</summary>
    public PlayedSearch OfTrainer { get; } = PlayedTrainer.Search();

    /// <summary>The spec of the second search.</summary>
    public SearchSpec SpecOfTrainer { get; set; } = PlayedTrainer.Spec;

    public List<Dataset> Datasets { get; } = [];

    public List<TrainerReadResult> Trainers { get; } = [LinesTrainer.Usable, LinesTrainer.Broken];

    /// <summary>The number of events after which each connection to the stream breaks, in turn; later connections reach the end.</summary>
    public Queue<int> Breaks { get; } = [];

    /// <summary>The Last-Event-ID of each connection; empty if it had none.</summary>
    public List<string> Resumed { get; } = [];
    public JsonElement? Submitted { get; private set; }

    /// <summary>The answer to a request that adds trials.</summary>
    public AddedTrials Added { get; set; } = new([]);
    public List<string> Uploads { get; } = [];
    public List<string> Downloads { get; } = [];

    /// <summary>The files of the pushed trainer in order; executable files are marked with an x at the end.</summary>
    public List<string> Pushed { get; } = [];

    /// <summary>The notifications of the first search, whose spec names a target if there are any.</summary>
    public List<NotificationView> Notifications { get; } = [];

    /// <summary>The tags of the search.</summary>
    public ImmutableArray<string> Tags { get; set; } = [];

    /// <summary>The query of each list of searches.</summary>
    public List<string> Lists { get; } = [];

    /// <summary>The query of each request for the optimum.</summary>
    public List<string> Best { get; } = [];

    /// <summary>Searches that were archived, unarchived or deleted, and how.</summary>
    public List<string> Kept { get; } = [];

    /// <summary>The Authorization header of each request.</summary>
    public List<string> Keys { get; } = [];

    /// <summary>
    /// How often each path, without the server's prefix, answers 429 (too many requests) before it answers as usual.
    /// </summary>
    public Dictionary<string, int> Busy { get; } = [];

    /// <summary>The seconds to wait after a 429.</summary>
    public int RetryAfter { get; set; } = 7;

    /// <summary>Called while a dataset is changed.</summary>
    public Action Changing { get; set; } = () => { };

    /// <summary>Completes once a client reads the endless stream that <see cref="Endless"/> turns on.</summary>
    public TaskCompletionSource Watched { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public bool Endless { get; set; }

    /// <summary>
    /// Whether a request for the stream gets no answer at all, not even headers; <see cref="Watched"/> then completes too.
    /// </summary>
    public bool Silent { get; set; }

    /// <summary>The file name that the answers with a file state; null for none.</summary>
    public string? FileName { get; set; }

    /// <summary>Whether every answer breaks off in the middle of its body.</summary>
    public bool CutShort { get; set; }
    public Uri Address => new(_app.Urls.Single());

    public static async Task<RecordedServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        // As behind a reverse proxy that distinguishes servers by path.
        app.UsePathBase("/behind");
        app.UseRouting();
        var server = new RecordedServer(app);
        app.Use((context, next) =>
        {
            server.Keys.Add(context.Request.Headers.Authorization.ToString());
            return server.IsBusy(context) ? Task.CompletedTask : next();
        });
        server.Map(app.MapGet, app.MapPost, app.MapPut);
        app.MapDelete($"/api/searches/{server.Search.View.Id}", context => server.Keep(context, "delete", archived: false));
        app.MapDelete("/api/keys/{name}", context => server.Answer(context, new KeyView("ann", "abcdefgh", KeyScope.Submit, default)));
        await app.StartAsync();
        return server;
    }

    public Task<ConsoleRun> Run(params string[] args) => ConsoleRun.Run(args, server: Address);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map(
        Func<string, RequestDelegate, IEndpointConventionBuilder> get, Func<string, RequestDelegate, IEndpointConventionBuilder> post,
        Func<string, RequestDelegate, IEndpointConventionBuilder> put)
    {
        var search = $"/api/searches/{Search.View.Id}";
        get("/api/searches", context =>
        {
            Lists.Add(context.Request.QueryString.Value ?? "");
            context.Response.Headers["Paretune-Note"] = "not listed, because they do not answer: aaaabbbb";
            return Answer(context, new[] { Search.View });
        });
        post("/api/searches", Submit);
        get(search, context => Answer(
            context, Search.View with { Tags = Tags, Spec = Search.View.Spec with { Notify = Notifications.FirstOrDefault()?.Target } }));
        get($"{search}/notifications", context => Answer(context, Notifications));
        get($"{search}/trials", context => Answer(context, Search.Trials.Reverse()));
        get($"{search}/trials/{{number:int}}", Trial);
        get($"{search}/trials/{{number:int}}/model", context => Bytes(context, TinyModel.File()));
        get($"{search}/trials/{{number:int}}/card", context => Bytes(context, "# a card"u8.ToArray()));
        get($"{search}/front", context => Answer(context, Search.Front));
        get($"{search}/best", context =>
        {
            Best.Add($"{context.Request.QueryString}");
            return Answer(context, Search.View.Optimum);
        });
        get($"{search}/events", Events);
        post($"{search}/archive", context => Keep(context, "archive", archived: true));
        post($"{search}/unarchive", context => Keep(context, "unarchive", archived: false));
        post($"{search}/extend", async context =>
        {
            Submitted = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            await Answer(context, Search.View with { State = SearchState.Running });
        });
        foreach (var change in new[] { "edit", "retry", "trials/{number:int}/extend", "trials/stop", "trials/tag" })
            post($"{search}/{change}", async context =>
            {
                Submitted = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
                await Answer(context, Search.View with { Name = "renamed", Tags = ["paper"], Note = "a remark" });
            });
        post($"{search}/trials", async context =>
        {
            Submitted = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            await Answer(context, Added);
        });
        post($"{search}/pause", context => Problem(context, 409, new { detail = "search abcd2345 has completed, so it cannot be paused" }));
        var own = $"/api/searches/{OfTrainer.View.Id}";
        get(own, context => Answer(context, OfTrainer.View with { Spec = SpecOfTrainer }));
        get($"{own}/trials", context => Answer(context, OfTrainer.Trials));
        get($"{own}/trials/{{number:int}}", context => Answer(
            context, OfTrainer.Detail(int.Parse((string)context.Request.RouteValues["number"]!))));
        get("/api/trainers", context => Answer(context, Trainers));
        get("/api/datasets", context => Answer(context, Datasets));
        put("/api/datasets/{name}", Import);
        post("/api/datasets/{name}/resize", Change);
        post("/api/datasets/{name}/rename", Change);
        put("/api/trainers/{name}", Push);
        get("/api/cluster", context => Problem(context, 503, new { detail = "the cluster did not answer" }));
        get("/api/keys", context => Problem(context, 403, new { detail = "the scope admin is required, but ann has read" }));
        post("/api/keys", context => Answer(context, new KeyView("ann", "abcdefgh", KeyScope.Submit, default, "ptk_abcdefgh_secret")));
        get("/{**rest}", context => Problem(
            context, 404, new { detail = $"search \"{context.Request.Path.Value!.Split('/')[3]}\" not found" }));
    }

    private bool IsBusy(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (Busy.GetValueOrDefault(path) == 0)
            return false;
        Busy[path]--;
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = $"{RetryAfter}";
        return true;
    }

    private Task Change(HttpContext context)
    {
        Changing();
        return Answer(context, new Dataset("changed", ["one", "two"], 64, 2000, 500));
    }

    private Task Keep(HttpContext context, string how, bool archived)
    {
        Kept.Add(how);
        return Answer(context, Search.View with { Archived = archived });
    }

    private async Task Submit(HttpContext context)
    {
        Submitted = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        if (Submitted.Value.TryGetProperty("trainer", out _))
            await SubmitOwn(context, Submitted.Value);
        else if (Submitted.Value.GetProperty("dataset").GetString() == "shapes")
            await Answer(context, Search.View);
        else
            await Problem(
                context, 400,
                new
                {
                    errors = new ValidationError[] { new("dataset", "dataset is not known"), new("space.width[1]", "is refused") },
                });
    }

    private async Task SubmitOwn(HttpContext context, JsonElement search)
    {
        var reading = SearchSpecReader.Read(search, [], Trainers);
        await (reading.Spec is null ? Problem(context, 400, new { errors = reading.Errors }) : Answer(context, OfTrainer.View));
    }

    private Task Trial(HttpContext context) => Search.Detail(int.Parse((string)context.Request.RouteValues["number"]!)) is { } detail
        ? Answer(context, detail)
        : Problem(context, 404, new { detail = "search abcd2345 has no such trial" });

    private async Task Import(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Uploads.Add($"{context.Request.ContentType} {body.Length}");
        await Problem(
            context, 422, new { errors = new[] { new ValidationError("data_batch_1.bin@61460", "label must be 0 to 9, but is 11") } });
    }

    private async Task Push(HttpContext context)
    {
        await using var tar = new TarReader(context.Request.Body);
        while (await tar.GetNextEntryAsync() is { } entry)
            Pushed.Add(entry.Mode.HasFlag(UnixFileMode.UserExecute) ? $"{entry.Name} x" : entry.Name);
        var name = (string)context.Request.RouteValues["name"]!;
        await Answer(context, TrainerReader.Read(name, new StringReader("command: [./train.sh]")) with { Version = "0123456789ab" });
    }

    private async Task Events(HttpContext context)
    {
        var last = context.Request.Headers["Last-Event-ID"].ToString();
        Resumed.Add(last);
        if (Silent)
            await Hold(context);
        var entries = Search.Entries.Where(entry => last.Length == 0 || entry.Sequence > long.Parse(last)).ToList();
        context.Response.ContentType = "text/event-stream";
        var breaks = Breaks.TryDequeue(out var events);
        foreach (var entry in breaks ? entries.Take(events) : entries)
            await context.Response.WriteAsync(
                $"id: {entry.Sequence}\nevent: entry\ndata: {JsonSerializer.Serialize(entry, ParetuneJson.Options)}\n\n");
        await context.Response.Body.FlushAsync();
        if (Endless)
            await Hold(context);
        else if (!breaks)
            await context.Response.WriteAsync("event: end\ndata: {}\n\n");
    }

    private async Task Hold(HttpContext context)
    {
        Watched.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private Task Answer<T>(HttpContext context, T value) => Write(context, value!, "application/json");

    private Task Problem(HttpContext context, int status, object problem)
    {
        context.Response.StatusCode = status;
        return Write(context, problem, "application/problem+json");
    }

    private Task Write(HttpContext context, object value, string type) =>
        Write(context, JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), ParetuneJson.Options), type);

    private Task Bytes(HttpContext context, byte[] body)
    {
        Downloads.Add($"{context.Request.Path.Value!.Split('/')[^1]}{context.Request.QueryString}");
        if (FileName is not null)
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{FileName}\"";
        return Write(context, body, "application/octet-stream");
    }

    private async Task Write(HttpContext context, byte[] body, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        // A body shorter than announced ends the connection after what was written.
        await context.Response.Body.WriteAsync(CutShort ? body.AsMemory(0, body.Length / 2) : body);
    }
}
