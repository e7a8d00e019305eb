using k8s.Models;

namespace Paretune.Kubernetes.Tests;

/// <summary>Values of the chart that no overlay sets.</summary>
public sealed class ChartValuesTests(ChartTests.Folder packed) : IClassFixture<ChartTests.Folder>
{
    [Fact]
    public async Task Settings_override_those_of_the_chart_and_keep_their_digits()
    {
        var rendered = await packed.Render("""
            bucket: { enabled: true, region: eu-central-1 }
            settings:
              Paretune__S3__Region: us-west-2
              Paretune__Datasets: ""
              Paretune__ParkedBytes: 20000000000
              Paretune__S3__PathStyle: false
            """);

        var settings = Settings(rendered);

        Assert.Equal("us-west-2", settings["Paretune__S3__Region"]);
        Assert.Equal("", settings["Paretune__Datasets"]);
        Assert.Equal("s3://paretune", settings["Paretune__Checkpoints"]);
        Assert.Equal(("20000000000", "false"), (settings["Paretune__ParkedBytes"], settings["Paretune__S3__PathStyle"]));
    }

    [Fact]
    public async Task A_bucket_of_another_store_has_an_address_and_a_port()
    {
        var rendered = await packed.Render("bucket: { enabled: true, endpoint: https://minio.example.org:9000, port: 9000 }");

        var settings = Settings(rendered);

        Assert.Equal("https://minio.example.org:9000", settings["Paretune__S3__Endpoint"]);
        Assert.False(settings.ContainsKey("Paretune__S3__Region"));
        Assert.Contains("9000", Ports(rendered, "bucket"));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("arn:aws:iam::123456789012:role/datasets", "arn:aws:iam::123456789012:role/datasets")]
    public async Task Service_accounts_have_the_role_of_the_bucket(string role, string? expected)
    {
        var rendered = await packed.Render($"bucket: {{ enabled: true, role: \"{role}\" }}");

        Assert.Equal(
            [("control", expected), ("dashboard", expected), ("worker", expected)],
            from account in rendered.List<V1ServiceAccount>()
            where account.Metadata.Name is "control" or "worker" or "dashboard"
            orderby account.Metadata.Name
            select (account.Metadata.Name, account.Metadata.Annotations?["eks.amazonaws.com/role-arn"]));
    }

    [Fact]
    public async Task A_database_may_listen_on_another_port() =>
        Assert.Equal(["6432"], Ports(await packed.Render("postgres: { enabled: false }\ndatabase: { port: 6432 }"), "database"));

    [Fact]
    public async Task Images_are_pulled_with_the_secrets_of_their_registry_and_workers_run_in_the_class_of_the_GPUs()
    {
        var silos = (await packed.Render("imagePullSecrets: [{ name: registry }]\nworker: { runtimeClassName: nvidia }"))
            .Workloads.Where(workload => workload.IsSilo).ToList();

        Assert.Equal(3, silos.Count);
        Assert.All(silos, silo => Assert.Equal("registry", Assert.Single(silo.Pod.ImagePullSecrets ?? []).Name));
        Assert.Equal(
            ["control ", "dashboard ", "worker nvidia"], silos.Select(silo => $"{silo.Name} {silo.Pod.RuntimeClassName}").Order());
    }

    [Fact]
    public async Task An_ingress_has_a_class_annotations_of_its_own_and_without_a_provider_no_sign_in()
    {
        var rendered = await packed.Render("""
            ingress:
              enabled: true
              oidc: null
              className: internal
              annotations: { example.org/mine: "1", nginx.ingress.kubernetes.io/affinity: null }
            """);

        var ingress = Assert.Single(rendered.List<V1Ingress>());
        var variables = rendered.Workloads.Single(workload => workload.Name == "dashboard").Pod.Containers[0].Env;

        Assert.Equal("internal", ingress.Spec.IngressClassName);
        Assert.Equal("1", ingress.Metadata.Annotations["example.org/mine"]);
        Assert.Equal("20g", ingress.Metadata.Annotations["nginx.ingress.kubernetes.io/proxy-body-size"]);
        Assert.False(ingress.Metadata.Annotations.ContainsKey("nginx.ingress.kubernetes.io/affinity"));
        Assert.Contains(variables, variable => variable.Name == "ASPNETCORE_FORWARDEDHEADERS_ENABLED");
        Assert.DoesNotContain(variables, variable => variable.Name.StartsWith("Paretune__Oidc__", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_operator_finds_monitor_and_alerts_by_their_label()
    {
        var rendered = await packed.Render("prometheus: { enabled: true, labels: { release: mine } }");

        Assert.Equal("mine", Assert.Single(rendered.List<ServiceMonitorResource>()).Metadata.Labels["release"]);
        Assert.Equal("mine", Assert.Single(rendered.List<PrometheusRuleResource>()).Metadata.Labels["release"]);
    }

    [Fact]
    public async Task The_restore_job_finds_the_scripts_and_the_backups_of_the_chart()
    {
        var rendered = await packed.Render("postgres: { enabled: true }");

        var needed = References.From(Assert.Single((await Install.Build("examples/restore")).Workloads).Pod);

        Assert.Subset(rendered.List<V1ConfigMap>().Select(map => map.Metadata.Name).ToHashSet(), needed.Maps);
        Assert.Subset(rendered.List<V1PersistentVolumeClaim>().Select(claim => claim.Metadata.Name).ToHashSet(), needed.Claims);
    }

    private static IDictionary<string, string> Settings(Install install) =>
        install.List<V1ConfigMap>().Single(map => map.Metadata.Name == "paretune").Data;

    private static IEnumerable<string> Ports(Install install, string policy) =>
        install.List<V1NetworkPolicy>().Single(one => one.Metadata.Name == policy).Spec.Egress
            .SelectMany(rule => rule.Ports).Select(port => port.Port.Value);
}
