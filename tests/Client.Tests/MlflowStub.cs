using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Paretune.Client.Tests;

/// <summary>
/// Implements the part of MLflow's REST API 2.0 that an export needs, and rejects what MLflow would reject: missing or wrongly typed
/// fields, unknown ids, batches over its limits, and unknown states.
/// </summary>
internal sealed class MlflowStub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MlflowStub(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());
    public string? Token { get; init; }

    /// <summary>Ids of experiments by name.</summary>
    public Dictionary<string, string> Experiments { get; } = [];
    public Dictionary<string, Run> Runs { get; } = [];
    public List<string> Refused { get; } = [];

    public static async Task<MlflowStub> Start(string? token = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new MlflowStub(app) { Token = token };
        app.MapPost("/api/2.0/mlflow/experiments/create", context => stub.Answer(context, stub.CreateExperiment));
        app.MapGet("/api/2.0/mlflow/experiments/get-by-name", context => stub.Answer(context, _ => stub.GetExperiment(context)));
        app.MapPost("/api/2.0/mlflow/runs/search", context => stub.Answer(context, stub.Search));
        app.MapPost("/api/2.0/mlflow/runs/create", context => stub.Answer(context, stub.CreateRun));
        app.MapPost("/api/2.0/mlflow/runs/log-batch", context => stub.Answer(context, stub.LogBatch));
        app.MapPost("/api/2.0/mlflow/runs/update", context => stub.Answer(context, stub.Update));
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private object CreateExperiment(JsonElement body)
    {
        var name = Text(body, "name");
        if (!Experiments.TryAdd(name, $"{Experiments.Count + 1}"))
            throw new Fault(400, "RESOURCE_ALREADY_EXISTS", $"Experiment '{name}' already exists.");
        return new { experiment_id = Experiments[name] };
    }

    private object GetExperiment(HttpContext context)
    {
        var name = context.Request.Query["experiment_name"].ToString();
        return Experiments.TryGetValue(name, out var id)
            ? new { experiment = new { experiment_id = id, name } }
            : throw new Fault(404, "RESOURCE_DOES_NOT_EXIST", $"no experiment {name}");
    }

    private object Search(JsonElement body)
    {
        var experiments = body.GetProperty("experiment_ids").EnumerateArray().Select(id => id.GetString()!).ToArray();
        Need(experiments.All(Experiments.ContainsValue), "experiment_ids");
        // The only form of filter that exports use: tags.`key` = 'value'.
        if (Text(body, "filter").Split('`', '\'') is not ["tags.", var key, " = ", var value, ""])
            throw new Fault(400, "INVALID_PARAMETER_VALUE", "filter");
        var found = Runs.Where(
            run => experiments.Contains(run.Value.Experiment) && run.Value.Tags.GetValueOrDefault(key) == value)
                .Take(body.GetProperty("max_results").GetInt32());
        // As in MLflow, the key is absent if nothing was found.
        return found.Any() ? new { runs = found.Select(run => new { info = new { run_id = run.Key } }) } : new { };
    }

    private object CreateRun(JsonElement body)
    {
        Need(Experiments.ContainsValue(Text(body, "experiment_id")), "experiment_id");
        Need(body.GetProperty("start_time").GetInt64() > 1_000_000_000_000, "start_time in milliseconds");
        var run = new Run(Text(body, "experiment_id"), Text(body, "run_name"));
        foreach (var (key, value) in Pairs(body, "tags"))
            run.Tags[key] = value;
        var id = Guid.NewGuid().ToString("N");
        Runs[id] = run;
        return new { run = new { info = new { run_id = id } } };
    }

    private object LogBatch(JsonElement body)
    {
        var run = Known(body);
        var (metrics, parameters, tags) = (
            body.GetProperty("metrics").EnumerateArray().ToArray(), Pairs(body, "params"), Pairs(body, "tags"));
        Need(metrics.Length <= 1000 && parameters.Length <= 100 && tags.Length <= 100
            && metrics.Length + parameters.Length + tags.Length <= 1000, "at most 100 params, 100 tags, and 1000 with the metrics");
        foreach (var metric in metrics)
            run.Metrics.Add(
                (Text(metric, "key"), metric.GetProperty("value").GetDouble(), metric.GetProperty("timestamp").GetInt64(),
                    metric.GetProperty("step").GetInt64()));
        foreach (var (key, value) in parameters)
            Need(run.Parameters.TryAdd(key, value) || run.Parameters[key] == value, $"param {key} cannot change");
        foreach (var (key, value) in tags)
            run.Tags[key] = value;
        run.Batches++;
        return new { };
    }

    private object Update(JsonElement body)
    {
        var run = Known(body);
        Need(Text(body, "status") is "RUNNING" or "SCHEDULED" or "FINISHED" or "FAILED" or "KILLED", "status");
        (run.Status, run.EndTime) = (Text(body, "status"), body.GetProperty("end_time").GetInt64());
        return new { run_info = new { status = run.Status } };
    }

    private Run Known(JsonElement body) =>
        Runs.TryGetValue(Text(body, "run_id"), out var run) ? run : throw new Fault(404, "RESOURCE_DOES_NOT_EXIST", "run_id");

    private static (string Key, string Value)[] Pairs(JsonElement body, string name) =>
        [.. body.GetProperty(name).EnumerateArray().Select(pair => (Text(pair, "key"), Text(pair, "value")))];

    private static string Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } value
            ? value
            : throw new Fault(400, "INVALID_PARAMETER_VALUE", $"Missing value for required parameter '{name}'");

    private static void Need(bool holds, string what)
    {
        if (!holds)
            throw new Fault(400, "INVALID_PARAMETER_VALUE", what);
    }

    private async Task Answer(HttpContext context, Func<JsonElement, object> answer)
    {
        try
        {
            if (Token is not null && context.Request.Headers.Authorization != $"Bearer {Token}")
                throw new Fault(401, "UNAUTHENTICATED", "a token is needed");
            var body = context.Request.Method == "POST"
                ? await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body) : default;
            await context.Response.WriteAsJsonAsync(answer(body));
        }
        catch (Exception refused) when (refused is Fault or KeyNotFoundException or InvalidOperationException or JsonException)
        {
            var fault = refused as Fault ?? new Fault(400, "BAD_REQUEST", refused.Message);
            if (fault.Code != "RESOURCE_ALREADY_EXISTS")
                Refused.Add(fault.Message);
            context.Response.StatusCode = fault.Status;
            await context.Response.WriteAsJsonAsync(new { error_code = fault.Code, message = fault.Message });
        }
    }

    internal sealed record Run(string Experiment, string Name)
    {
        public Dictionary<string, string> Tags { get; } = [];
        public Dictionary<string, string> Parameters { get; } = [];
        public List<(string Key, double Value, long At, long Step)> Metrics { get; } = [];
        public string Status { get; set; } = "RUNNING";
        public long EndTime { get; set; }
        public int Batches { get; set; }
    }

    private sealed class Fault(int status, string code, string message) : Exception(message)
    {
        public int Status => status;
        public string Code => code;
    }
}
