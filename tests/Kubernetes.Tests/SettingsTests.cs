using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Paretune.Silo.Start;

namespace Paretune.Kubernetes.Tests;

/// <summary>The program reads all settings of the manifests.</summary>
public sealed partial class SettingsTests
{
    // Read by .NET, by OpenTelemetry, by the AWS SDK or by name, and not as an option of Paretune's section.
    private static readonly string[] Others =
    [
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ConnectionStrings__Ledger",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "POD_IP", "POD_NAME",
    ];

    public static TheoryData<string> Installs => ManifestTests.Installs;

    [Theory, MemberData(nameof(Installs))]
    public async Task Names_of_variables_are_bound_by_the_options_and_ports_are_those_it_listens_on(string folder)
    {
        var install = await Install.Build(folder);
        var account = Directory.CreateTempSubdirectory("paretune-account-");
        foreach (var file in (string[])["token", "ca.crt", "namespace"])
            await File.WriteAllTextAsync(Path.Combine(account.FullName, file), "");

        Assert.All(install.Workloads.Where(workload => workload.IsSilo), workload =>
        {
            var container = workload.Pod.Containers.Single();
            var variables = new PodEnvironment(install, "10.0.0.7", "/nowhere", "Host=postgres", new string('0', 64)).Read(container);
            Assert.All(
                variables.Keys,
                name => Assert.True(name.StartsWith("Paretune__", StringComparison.Ordinal) || Others.Contains(name), name));
            var options = Read(variables, account.FullName);
            Assert.Equal(workload.Name, options.Role.ToString(), ignoreCase: true);
            var ports = container.Ports.ToDictionary(port => port.Name, port => port.ContainerPort);
            Assert.Equal(HttpPort(workload.Name), ports["http"]);
            if (ports.TryGetValue("silo", out var silo))
                Assert.Equal(options.SiloPort, silo);
            if (ports.TryGetValue("gateway", out var gateway))
                Assert.Equal(options.GatewayPort, gateway);
        });
        account.Delete(recursive: true);
    }

    [Fact]
    public void Compose_sets_only_what_the_program_reads()
    {
        var names = VariableName().Matches(Repository.Read("compose.yaml")).Select(name => name.Value).Distinct();

        Assert.Contains("Paretune__Role", names);
        Read(names.ToDictionary(name => name, name => name switch
        {
            "Paretune__Role" => "control",
            "Paretune__Devices" => "cpu",
            "Paretune__AdminKeyHash" => new string('0', 64),
            _ => "/data",
        }).Append(new("ConnectionStrings__Ledger", "Host=postgres")).ToDictionary());
    }

    [Fact]
    public async Task Compose_and_the_local_install_know_the_same_images()
    {
        var compose = ImageName().Matches(Repository.Read("compose.yaml")).Select(image => image.Groups[1].Value).ToHashSet();
        var local = (await Install.Build("overlays/local")).Workloads.SelectMany(workload => workload.Containers)
            .Select(container => container.Image);

        Assert.Subset(compose, local.ToHashSet());
    }

    /// <summary>Reads the settings without the certificates, whose files do not exist here.</summary>
    private static Silo.SiloOptions Read(Dictionary<string, string> variables, string account = OwnPod.MountedAccount)
    {
        var usable = variables.Where(variable => !variable.Key.StartsWith("Paretune__Tls__", StringComparison.Ordinal));
        if (usable.Count() < variables.Count)
            Assert.Equal(
                ["Paretune__Tls__Authority", "Paretune__Tls__Certificate", "Paretune__Tls__Key"],
                variables.Keys.Except(usable.Select(one => one.Key)).Order());
        // Kubernetes adds these to every pod.
        var added = new Dictionary<string, string?> { ["KUBERNETES_SERVICE_HOST"] = "10.96.0.1", ["KUBERNETES_SERVICE_PORT"] = "443" };
        return SiloOptionsReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(added).AddInMemoryCollection(
                usable.Select(one => new KeyValuePair<string, string?>(one.Key.Replace("__", ":", StringComparison.Ordinal), one.Value)))
                    .Build(),
            account);
    }

    /// <summary>Returns the port on which the image's program listens.</summary>
    private static int HttpPort(string component)
    {
        var dockerfile = Repository.Read("Silo", "Dockerfile");
        return int.Parse(HttpAddress().Match(dockerfile).Groups[1].ValueSpan);
    }

    [GeneratedRegex(@"ASPNETCORE_URLS=http://\+:(\d+)")]
    private static partial Regex HttpAddress();

    [GeneratedRegex(@"Paretune__\w+")]
    private static partial Regex VariableName();

    [GeneratedRegex(@"image: (\S+)")]
    private static partial Regex ImageName();
}
