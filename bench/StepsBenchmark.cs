using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Paretune.Grains.Searches;
using Paretune.Silo.Start;
using Paretune.Testing;

namespace Paretune.Bench;

/// <summary>
/// Measures what the steps of running trials cost the search. The search runs in a control silo in a separate process, so that the CPU time
/// of that process is the cost of the search, including messages. The trials run in four worker silos, one task each.
/// </summary>
internal static class StepsBenchmark
{
    private const int Trials = 2000, Side = 45, Silos = 4;
    private static readonly TimeSpan StepTime = TimeSpan.FromSeconds(0.5), WarmUp = TimeSpan.FromSeconds(10),
        Measured = TimeSpan.FromSeconds(20);

    public static IEnumerable<Row> Run() => Measure().GetAwaiter().GetResult();

    private static async Task<List<Row>> Measure()
    {
        await using var cluster = await Cluster.Start();
        var id = Guid.NewGuid().ToString("N")[..8];
        var search = cluster.Worker(0).Grains.GetGrain<ISearchGrain>(id);
        // More trials by the number of silos, because each silo's own device also leases one.
        await search.Start(BenchSearch.Spec(Side, Trials + Silos, epochs: 1, seconds: 100_000), BenchSearch.Dataset, "bench");
        var leases = await Task.WhenAll(
            Enumerable.Range(0, Trials).Select(number => search.Lease(new("bench", $"simulated:{number}", "1"))));

        var before = await Stepped(leases!, lease => Judged(cluster, id, lease), cluster);
        var now = await Stepped(leases!, lease => Signalled(cluster, lease), cluster);
        var cancel = await Cancelled(cluster, search, leases!);
        var rest = await cluster.Share();
        return
        [
            new($"CPU use of the control silo (of a core), {Trials} trials at 2 steps/s on {Silos} silos", now.Share, "%", 5, AtMost: true),
            new("the same if each step is sent to the search, as before version 0.2", before.Share, "%"),
            new("CPU use of the idle control silo, included in both", rest, "%"),
            new("response time of a step, p99", Statistics.P99(now.Answers), "ms"),
            new("the same if each step is sent to the search", Statistics.P99(before.Answers), "ms"),
            new("time from a cancel until a device learns of it, median", Statistics.Median(cancel), "s"),
            new("the same, slowest", cancel.Max(), "s", 2, AtMost: true),
        ];
    }

    private static Task<Decision> Judged(Cluster cluster, string search, Lease lease) =>
        cluster.Worker(lease.Trial.Number).Grains.GetGrain<ISearchGrain>(search).Judge(Step(lease));

    private static Task<Decision> Signalled(Cluster cluster, Lease lease)
    {
        var (grains, here) = cluster.Worker(lease.Trial.Number);
        return grains.GetGrain<ITrialGrain>(lease.Trial.ToString()).Signal(Step(lease), here);
    }

    /// <summary>Makes all trials send steps until the search's share of CPU time is measured.</summary>
    private static async Task<(double Share, IReadOnlyCollection<double> Answers)> Stepped(
        Lease[] leases, Func<Lease, Task<Decision>> tell, Cluster cluster)
    {
        var answers = new ConcurrentBag<double>();
        using var over = new CancellationTokenSource();
        var trials = Task.WhenAll(leases.Select((lease, index) => Train(lease, index, tell, answers, over.Token)));
        await Task.Delay(WarmUp, over.Token);
        answers.Clear();
        var share = await cluster.Share();
        await over.CancelAsync();
        await trials;
        return (share, answers);
    }

    private static async Task Train(
        Lease lease, int index, Func<Lease, Task<Decision>> tell, ConcurrentBag<double> answers, CancellationToken over)
    {
        // Spreads the steps of the devices over time.
        await Task.Delay(StepTime * index / Trials, CancellationToken.None);
        using var pace = new PeriodicTimer(StepTime);
        while (!over.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            if ((await tell(lease)).Kind != DecisionKind.Continue)
                throw new InvalidOperationException($"{lease.Trial} was told to end during the measurement");
            answers.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Returns the seconds after the cancellation at which each device learned of it.</summary>
    private static async Task<double[]> Cancelled(Cluster cluster, ISearchGrain search, Lease[] leases)
    {
        var asked = 0L;
        var trials = leases.Select(async (lease, index) =>
        {
            await Task.Delay(StepTime * index / Trials);
            using var pace = new PeriodicTimer(StepTime);
            while ((await Signalled(cluster, lease)).Kind == DecisionKind.Continue)
                await pace.WaitForNextTickAsync();
            return Stopwatch.GetElapsedTime(asked).TotalSeconds;
        }).ToList();
        await Task.Delay(StepTime * 4);
        asked = Stopwatch.GetTimestamp();
        await search.Cancel();
        return await Task.WhenAll(trials);
    }

    private static StepProgress Step(Lease lease) =>
        new() { Trial = lease.Trial, Attempt = lease.Attempt, Epoch = 1, Step = 1, Steps = 100, ImagesPerSecond = 700 };

    /// <summary>PostgreSQL, a control silo in a separate process, and worker silos in this one.</summary>
    private sealed class Cluster : IAsyncDisposable
    {
        private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("paretune-bench");
        private readonly List<WebApplication> _workers = [];
        private PostgresServer? _database;
        private BenchProcess? _control;

        public (IGrainFactory Grains, SiloAddress Here) Worker(int number)
        {
            var services = _workers[number % Silos].Services;
            return (services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<ILocalSiloDetails>().SiloAddress);
        }

        public static async Task<Cluster> Start()
        {
            var cluster = new Cluster { _database = await PostgresServer.Start() };
            cluster._control = await BenchProcess.Start(cluster.Home("control"), cluster.Settings("control"));
            for (var number = 1; number <= Silos; number++)
            {
                var name = $"worker-{number}";
                var worker = await SiloHost.Build([
                    $"--PARETUNE_HOME={cluster.Home(name)}", "--urls=http://127.0.0.1:0", "--Logging:Console:LogLevel:Default=None",
                    .. cluster.Settings("worker"),
                    $"--Paretune:Name={name}", "--Paretune:Devices=simulated:1"]);
                await worker.StartAsync();
                cluster._workers.Add(worker);
            }

            return cluster;
        }

        /// <summary>Returns the CPU use of the control silo over a period, in per cent of a core.</summary>
        public async Task<double> Share()
        {
            var (before, watch) = (_control!.ProcessorTime, Stopwatch.StartNew());
            await Task.Delay(Measured);
            return 100 * (_control.ProcessorTime - before) / watch.Elapsed;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var worker in _workers)
            {
                await worker.StopAsync();
                await worker.DisposeAsync();
            }

            await _control!.DisposeAsync();
            await _database!.DisposeAsync();
            _home.Delete(recursive: true);
        }

        private string Home(string name) => _home.CreateSubdirectory(name).FullName;

        private string[] Settings(string role) =>
            [$"--Paretune:Role={role}", "--Paretune:Address=127.0.0.1", $"--ConnectionStrings:Ledger={_database!.Connection}"];
    }
}
