using System.Net;
using System.Net.Sockets;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>A silo that cannot start says why in one line and exits with 2.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_second_silo_on_the_same_ledger_is_refused()
    {
        using var home = new Home();
        await using var first = await SiloProcess.Start(home);

        await using var second = SiloProcess.Launch(home.Path, TestPort.Find());

        Assert.Equal(2, await second.Exit(Patience));
        Assert.Contains(home.Path, second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var home = new Home();
        using var other = new Home();
        await using var first = await SiloProcess.Start(home);

        await using var second = SiloProcess.Launch(other.Path, first.Address.Port);

        Assert.Equal(2, await second.Exit(Patience));
        Assert.Contains($"{first.Address.Port}", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_its_database_drops_packets_it_lives_and_says_what_it_waits_for()
    {
        using var home = new Home();
        // Accepts connections and never sends anything.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var connection = $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=paretune;Database=paretune;Timeout=2";

        await using var silo = SiloProcess.Launch(
            home.Path, TestPort.Find(),
            new Dictionary<string, string> { ["Paretune__Role"] = "control", ["ConnectionStrings__Ledger"] = connection });
        await silo.Says("Waiting: the database does not answer (waited ");

        Assert.Equal("alive", await silo.Http.GetStringAsync("/healthz"));
        using var ready = await silo.Http.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("the database is not ready yet", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dashboard_that_is_stopped_while_it_waits_for_the_cluster_ends_without_an_error()
    {
        await using var database = await PostgresServer.Start();
        using var home = new Home();
        await using var dashboard = SiloProcess.Launch(
            home.Path, TestPort.Find(),
            new Dictionary<string, string> { ["Paretune__Role"] = "dashboard", ["ConnectionStrings__Ledger"] = database.Connection });
        await dashboard.Says("Waiting: no control silo of the cluster answers yet");

        await dashboard.Terminate();

        Assert.Equal(0, await dashboard.Exit(Patience));
        Assert.DoesNotContain("exception", dashboard.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_home_that_is_a_file_is_named()
    {
        using var home = new Home();
        var file = Path.Combine(home.Path, "file");
        await File.WriteAllTextAsync(file, "not a folder");

        await using var silo = SiloProcess.Launch(file, TestPort.Find());

        Assert.Equal(2, await silo.Exit(Patience));
        Assert.Contains(file, silo.Output, StringComparison.Ordinal);
    }
}
