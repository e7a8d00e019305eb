using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paretune.Client.Output;

/// <summary>Writes runs to an MLflow tracking server over its REST API, version 2.0 (mlflow.org/docs/latest/rest-api.html).</summary>
/// <param name="token">The value of MLFLOW_TRACKING_TOKEN; null if the server requires none.</param>
internal sealed class MlflowServer(Uri server, string? token) : IDisposable
{
    // A log-batch call takes at most 1000 metrics, parameters and tags together; a run has about a dozen of the last two.
    public const int MostMetrics = 900;
    private const string Exists = "RESOURCE_ALREADY_EXISTS";

    private readonly HttpClient _http = new()
    {
        BaseAddress = new($"{server.ToString().TrimEnd('/')}/api/2.0/mlflow/"),
        DefaultRequestHeaders = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
    };

    /// <summary>Returns the experiment with this name, created if it does not exist.</summary>
    /// <returns>The experiment's id.</returns>
    public async Task<string> Experiment(string name, CancellationToken cancellation)
    {
        var made = await Send(HttpMethod.Post, "experiments/create", new() { ["name"] = name }, Exists, cancellation);
        if (made is not null)
            return Text(made, "experiment_id");
        var found = await Send(
            HttpMethod.Get, $"experiments/get-by-name?experiment_name={Uri.EscapeDataString(name)}", null, null, cancellation);
        return Text(found!["experiment"]!, "experiment_id");
    }

    /// <summary>Returns the run with this tag, created if it does not exist, so that a repeated export adds no duplicates.</summary>
    /// <returns>The run's id.</returns>
    public async Task<string> Run(
        string experiment, string name, string tag, string value, DateTimeOffset started, CancellationToken cancellation)
    {
        var known = await Send(HttpMethod.Post, "runs/search", new()
        {
            ["experiment_ids"] = new JsonArray(experiment),
            ["filter"] = $"tags.`{tag}` = '{value}'",
            ["max_results"] = 1,
        }, null, cancellation);
        if (known!["runs"] is JsonArray { Count: > 0 } runs)
            return Text(runs[0]!["info"]!, "run_id");
        var made = await Send(HttpMethod.Post, "runs/create", new()
        {
            ["experiment_id"] = experiment,
            ["run_name"] = name,
            ["start_time"] = started.ToUnixTimeMilliseconds(),
            ["tags"] = Pairs([(tag, value)]),
        }, null, cancellation);
        return Text(made!["run"]!["info"]!, "run_id");
    }

    /// <summary>
    /// Adds parameters, tags and metrics, in as many calls as the API's limits require. Metrics that are not finite are left out.
    /// </summary>
    public async Task Log(
        string run, IReadOnlyCollection<(string, string)> parameters, IReadOnlyCollection<(string, string)> tags,
        IEnumerable<MlflowValue> metrics, CancellationToken cancellation)
    {
        var (first, rest) = (true, metrics.Where(metric => double.IsFinite(metric.Value)).Chunk(MostMetrics).DefaultIfEmpty([]));
        foreach (var batch in rest)
        {
            await Send(HttpMethod.Post, "runs/log-batch", new()
            {
                ["run_id"] = run,
                ["params"] = Pairs(first ? parameters : []),
                ["tags"] = Pairs(first ? tags : []),
                ["metrics"] = new JsonArray([.. batch.Select(metric => metric.ToJson())]),
            }, null, cancellation);
            first = false;
        }
    }

    public Task End(string run, string status, DateTimeOffset at, CancellationToken cancellation) => Send(
        HttpMethod.Post, "runs/update", new() { ["run_id"] = run, ["status"] = status, ["end_time"] = at.ToUnixTimeMilliseconds() }, null,
        cancellation);

    public void Dispose() => _http.Dispose();

    /// <returns>The answer; null if the server answered with the <paramref name="expected"/> error.</returns>
    private async Task<JsonNode?> Send(HttpMethod method, string path, JsonObject? body, string? expected, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            var answer = await Read(response, path, cancellation);
            if (response.IsSuccessStatusCode)
                return answer;
            if (expected is not null && answer?["error_code"]?.GetValue<string>() == expected)
                return null;
            throw new CommandException(
                response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? ExitCode.BadInput : ExitCode.Failed,
                $"--mlflow: {server} answered {(int)response.StatusCode} "
                + $"to {path}: {answer?["message"]?.GetValue<string>() ?? "no reason given"}");
        }
        catch (Exception away) when (
            away is HttpRequestException || (away is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new CommandException(
                ExitCode.Unreachable, $"--mlflow: no answer from {server} ({away.Message}); start it with: mlflow server", cause: away);
        }
    }

    private async Task<JsonNode?> Read(HttpResponseMessage response, string path, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<JsonNode>(cancellation);
        }
        catch (Exception foreign) when (foreign is JsonException or NotSupportedException)
        {
            // A proxy in front of MLflow may answer in another format; the status code is then enough.
            if (!response.IsSuccessStatusCode)
                return null;
            throw new CommandException(
                ExitCode.Failed, $"--mlflow: unexpected response from {server} to {path}; is it an MLflow server? "
                    + $"({foreign.Message})", cause: foreign);
        }
    }

    private static string Text(JsonNode node, string key) => node[key]!.GetValue<string>();

    private static JsonArray Pairs(IEnumerable<(string Key, string Value)> pairs) =>
        new([.. pairs.Select(pair => new JsonObject { ["key"] = pair.Key, ["value"] = pair.Value })]);
}

/// <summary>One metric value of a run.</summary>
internal readonly record struct MlflowValue(string Key, double Value, DateTimeOffset At, int Step)
{
    public JsonObject ToJson() => new() { ["key"] = Key, ["value"] = Value, ["timestamp"] = At.ToUnixTimeMilliseconds(), ["step"] = Step };
}
