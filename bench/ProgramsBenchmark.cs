using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Paretune.Storage.Trainers;
using Paretune.Tuning.Specs;

namespace Paretune.Bench;

/// <summary>
/// Measures the cost of a trainer that is a program: a report of a Python command over the loopback compared with one of an in-process
/// trainer, a checkpoint of 10 MB on tmpfs, and concurrent reports of 64 external workers.
/// </summary>
internal static class ProgramsBenchmark
{
    private const int Reports = 300, Checkpoints = 30, CheckpointBytes = 10_000_000, Workers = 64, OfEach = 60;
    private const string Name = "bench", Tmpfs = "/dev/shm";

    // Measures each report in the script, including the time of the client.
    private const string Script = """
        import json, os, time
        import paretune

        for trial in paretune.trials():
            size, times = int(trial["size"]), []
            for epoch in trial.epochs():
                if size:
                    trial.save(os.urandom(size))
                began = time.perf_counter()
                trial.report(accuracy=0.5, loss=1.0)
                times.append(1000 * (time.perf_counter() - began))
            with open(f"times-{size}.json", "w") as file:
                json.dump(times, file)
        """;

    public static IEnumerable<Row> Run() => Measure().GetAwaiter().GetResult();

    private static async Task<List<Row>> Measure()
    {
        var place = Directory.Exists(Tmpfs) ? Tmpfs : Path.GetTempPath();
        var store = Directory.CreateDirectory(Path.Combine(place, $"paretune-{Guid.NewGuid():N}"));
        await using var silo = await BenchSilo.Start("sqlite", devices: 1, $"--Paretune:Checkpoints={store.FullName}");
        try
        {
            Install(silo.Home);
            var inside = await Inside(silo);
            var command = await Command(silo, size: 0, Reports);
            var checkpoint = await Command(silo, CheckpointBytes, Checkpoints);
            return
            [
                new("a report of a trainer in the worker's process, median", Statistics.Median(inside), "ms"),
                new("a report of a Python command over the loopback, median", Statistics.Median(command), "ms", 5, AtMost: true),
                new("the same, p95", Statistics.Quantile(command, 0.95), "ms"),
                new(
                    "the same with a checkpoint of 10 MB, stored on tmpfs, median", Statistics.Median(checkpoint), "ms", 50,
                    AtMost: true),
                new($"reports of {Workers} external workers at once", await External(silo), "1/s", 1000),
            ];
        }
        finally
        {
            store.Delete(recursive: true);
        }
    }

    private static void Install(string home)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, "trainers", Name)).FullName;
        var client = Path.Combine(Root(), "clients", "python", "paretune", "__init__.py");
        File.Copy(client, Path.Combine(folder, "paretune.py"));
        File.WriteAllText(Path.Combine(folder, "train.py"), Script);
        File.WriteAllText(
            Path.Combine(folder, "trainer.yaml"),
            "command: [python3, train.py]\nhyperparameters: { size: { kind: whole, min: 0, max: 100000000, default: 0 } }\n");
    }

    private static async Task<List<double>> Inside(BenchSilo silo)
    {
        // The silo's own device leases the other trial.
        var search = await BenchSearch.Start(silo.Grains, side: 2, trials: 2, epochs: Reports + 1, seconds: 1000);
        var lease = (await search.Lease(new("bench", "simulated:99", "1")))!;
        var trial = silo.Grains.GetGrain<ITrialGrain>(lease.Trial.ToString());
        var times = new List<double>();
        for (var epoch = 1; epoch <= Reports; epoch++)
        {
            var began = Stopwatch.GetTimestamp();
            await trial.Signal(BenchSearch.Report(lease, epoch));
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        await search.Cancel();
        return times;
    }

    private static async Task<List<double>> Command(BenchSilo silo, int size, int epochs)
    {
        var space = new JsonObject { ["hyperparameters"] = new JsonObject { ["size"] = new JsonArray(size) } };
        var search = await Start(silo, new() { ["trainer"] = Name, ["space"] = space, ["epochs"] = epochs });
        await BenchSearch.Ended(search);
        var times = Path.Combine(
            silo.Home, "trainers", Name, string.Create(CultureInfo.InvariantCulture, $"times-{size}.json"));
        return JsonSerializer.Deserialize<List<double>>(await File.ReadAllTextAsync(times))!;
    }

    /// <summary>Measures the reports per second of this many concurrent clients.</summary>
    private static async Task<double> External(BenchSilo silo)
    {
        var depths = new JsonArray([.. Enumerable.Range(1, Workers).Select(depth => (JsonNode)depth)]);
        var space = new JsonObject { ["hyperparameters"] = new JsonObject { ["depth"] = depths } };
        var search = await Start(silo, new() { ["trainer"] = TrainerDeclaration.External, ["space"] = space, ["epochs"] = OfEach + 1 });
        var id = (await search.Show())!.Id;
        var address = silo.Service<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Workers }) { BaseAddress = new(address) };
        var jobs = new List<JsonNode>();
        for (var worker = 1; worker <= Workers; worker++)
            jobs.Add(await Ask(http, $"/api/searches/{id}/leases", new() { ["worker"] = $"{worker}", ["session"] = $"{worker}" }));
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(jobs.Select(job => Train(http, id, job)));
        return Workers * OfEach / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task Train(HttpClient http, SearchId id, JsonNode job)
    {
        for (var epoch = 1; epoch <= OfEach; epoch++)
            await Ask(http, $"/api/searches/{id}/trials/{job["trial"]}/signals", new()
            {
                ["attempt"] = (int)job["attempt"]!,
                ["kind"] = "report",
                ["epoch"] = epoch,
                ["accuracy"] = 0.5,
                ["loss"] = 1,
            });
    }

    private static async Task<JsonNode> Ask(HttpClient http, string path, JsonObject body)
    {
        using var answer = (await http.PostAsJsonAsync(path, body)).EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static async Task<ISearchGrain> Start(BenchSilo silo, JsonObject json)
    {
        var reading = SearchSpecReader.Read(JsonSerializer.SerializeToElement(json), [], new TrainerStore(silo.Home).List());
        var spec = reading.Spec ?? throw new InvalidOperationException(string.Join("; ", reading.Errors));
        var search = silo.Grains.GetGrain<ISearchGrain>(Guid.NewGuid().ToString("N")[..8]);
        await search.Start(spec, TrainerDeclaration.OwnData(spec.Dataset), "bench");
        return search;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Distributed.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no Distributed.sln above the benchmark's build folder");
        return folder.FullName;
    }
}
