using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using k8s.Models;
using Paretune.Testing;

namespace Paretune.Kubernetes.Tests;

/// <summary>The real program in every role, with the variables of its pod, answers on the ports and paths of the manifests.</summary>
public sealed class ProgramTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly string _root = Directory.CreateTempSubdirectory("paretune-pod-").FullName;
    private readonly List<Process> _pods = [];
    private PostgresServer? _database;

    public async ValueTask InitializeAsync() => _database = await PostgresServer.Start();

    [Fact]
    public async Task Probes_are_answered_and_ports_are_open_in_every_role()
    {
        var install = await Install.Build("overlays/local");
        // Each pod gets its own loopback address, so that the ports of the manifests can be used.
        var silos = install.Workloads.Where(workload => workload.IsSilo).Select(
            (workload, number) => (workload.Pod, Address: $"127.86.67.{number + 1}")).ToList();
        await Migrate(install, silos.SelectMany(silo => silo.Pod.InitContainers ?? []).Single());

        foreach (var (pod, address) in silos)
            _pods.Add(Start(install, pod.Containers[0], address));

        foreach (var (pod, address) in silos)
        {
            foreach (var path in Paths(pod.Containers[0]))
                await Answers(new($"http://{address}:{Port(pod.Containers[0], path.Port.Value)}{path.Path}"));
            foreach (var port in pod.Containers[0].Ports)
                await Connect(address, port.ContainerPort);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pod in _pods)
        {
            if (!pod.HasExited)
                pod.Kill();
            await pod.WaitForExitAsync();
            pod.Dispose();
        }

        await _database!.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private async Task Migrate(Install install, V1Container container)
    {
        using var migration = Start(install, container, "127.86.67.99");
        await migration.WaitForExitAsync();
        Assert.Equal(0, migration.ExitCode);
    }

    private Process Start(Install install, V1Container container, string address)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Silo, .. container.Args ?? []]);
        foreach (var (name, value) in new PodEnvironment(install, address, _root, _database!.Connection, ApiKey.Draw().Hash)
            .Read(container))
            start.Environment[name] = value;
        start.Environment["PARETUNE_HOME"] = Path.Combine(_root, address);
        // The image listens on every address, which others on this machine may use.
        start.Environment["ASPNETCORE_URLS"] = $"http://{address}:{Port(container, "http")}";
        return Process.Start(start)!;
    }

    private async Task Answers(Uri probe)
    {
        using var http = new HttpClient();
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            Assert.All(_pods, pod => Assert.False(pod.HasExited));
            try
            {
                using var answer = await http.GetAsync(probe, limit.Token);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            }
            catch (Exception away) when (away is HttpRequestException or SocketException)
            {
                // Not listening yet; the loop's limit decides.
            }

            await Task.Delay(100, limit.Token);
        }
    }

    private static async Task Connect(string address, int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Parse(address), port);
    }

    private static IEnumerable<V1HTTPGetAction> Paths(V1Container container) =>
        ((V1Probe[])[container.StartupProbe, container.ReadinessProbe, container.LivenessProbe]).Select(probe => probe.HttpGet);

    private static int Port(V1Container container, string name) =>
        (container.Ports ?? []).SingleOrDefault(port => port.Name == name)?.ContainerPort ?? 8080;
}
