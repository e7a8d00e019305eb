using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s;

namespace Paretune.Kubernetes.Tests;

/// <summary>The Helm chart, which is generated from the manifests, creates the same objects.</summary>
public sealed partial class ChartTests(ChartTests.Folder packed) : IClassFixture<ChartTests.Folder>
{
    private const string Gpu = """
        image:
          silo: registry.example.org/paretune
          worker: registry.example.org/paretune-worker
        settings: { Paretune__LogFormat: json }
        postgres: { enabled: false }
        mtls: { enabled: true }
        ingress:
          enabled: true
          oidc: { authority: "https://login.example.org", audience: paretune, clientId: paretune }
        prometheus: { enabled: true }
        grafana: { enabled: true }
        otel: { enabled: true }
        autoscale: { enabled: true }
        """;

    /// <summary>An overlay, where its data is, and the values that say the same.</summary>
    public static TheoryData<string, string[], string> Installs => new()
    {
        { "base", ["data"], "postgres: { enabled: false }" },
        {
            "overlays/local", ["overlays/local/data"],
            """
            image: { tag: local, workerTag: local }
            control: { resources: { requests: { cpu: 50m, memory: 256Mi }, limits: { memory: 2Gi } } }
            dashboard: { resources: { requests: { cpu: 50m, memory: 256Mi }, limits: { memory: 2Gi } } }
            worker:
              devices: cpu
              env: { Paretune__Threads: "1" }
              tolerations: null
              resources: { requests: { cpu: 200m, memory: 1Gi, nvidia.com/gpu: null }, limits: { memory: 4Gi, nvidia.com/gpu: null } }
            storage: { accessMode: ReadWriteOnce, size: 5Gi }
            postgres: { size: 5Gi, cpu: 50m }
            """
        },
        { "overlays/gpu", ["data"], Gpu },
        { "overlays/gpu-idle-first", ["data"], $"{Gpu}\nidleFirst: {{ enabled: true }}" },
        { "overlays/gpu-database-ca", ["data"], $"{Gpu}\ndatabase: {{ ca: paretune-database-ca }}" },
        {
            "overlays/gpu-nodes", ["data"],
            Gpu.Replace("autoscale: { enabled", "autoscale: { devicesPerWorker: 8, enabled", StringComparison.Ordinal) + """

            worker:
              resources:
                requests: { cpu: "16", memory: 32Gi, nvidia.com/gpu: "8" }
                limits: { memory: 128Gi, nvidia.com/gpu: "8" }
            """
        },
        { "overlays/bucket", ["overlays/bucket/data"], $"{Gpu}\nbucket: {{ enabled: true, place: s3://paretune.example.org }}" },
    };

    [Fact]
    public async Task A_quota_and_a_queue_are_those_of_the_components()
    {
        var rendered = await packed.Render("quota: { enabled: true }\nkueue: { enabled: true, clusterQueue: mine }");
        var built = await Install.Build("overlays/gpu-queued");

        Assert.Equal(
            Assert.Single(built.List<k8s.Models.V1ResourceQuota>()).Spec.Hard.Select(limit => $"{limit.Key} {limit.Value}").Order(),
            Assert.Single(rendered.List<k8s.Models.V1ResourceQuota>()).Spec.Hard.Select(limit => $"{limit.Key} {limit.Value}").Order());
        Assert.Equal("mine", Assert.Single(rendered.List<LocalQueueResource>()).Spec.ClusterQueue);
        var worker = rendered.List<k8s.Models.V1Deployment>().Single(one => one.Metadata.Name == "worker");
        Assert.Equal("paretune", worker.Metadata.Labels["kueue.x-k8s.io/queue-name"]);
    }

    [Theory, MemberData(nameof(Installs))]
    public async Task It_renders_what_kustomize_builds(string overlay, string[] data, string values)
    {
        var expected = Objects(
            (await Task.WhenAll([Install.Build(overlay), .. data.Select(Install.Build)])).SelectMany(install => install.Documents));
        // helm install --create-namespace creates it.
        expected.Remove("Namespace paretune");

        var rendered = Objects((await packed.Render(values)).Documents);

        Assert.Equal(expected.Keys.Order(), rendered.Keys.Order());
        Assert.All(expected, one => Assert.Equal(Normal(one.Value, overlay), Normal(rendered[one.Key], overlay)));
    }

    [Fact]
    public async Task It_holds_what_helm_lint_asks_for()
    {
        Assert.Contains("0 chart(s) failed", await packed.Helm("lint", packed.Chart, "--strict"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_and_scaling_look_at_the_namespace_of_the_release_and_uninstalling_keeps_the_volumes()
    {
        var rendered = await packed.Render(
            "prometheus: { enabled: true, labels: { release: mine } }\nautoscale: { enabled: true }", "team-a");

        var rules = Assert.Single(rendered.List<PrometheusRuleResource>());
        Assert.Equal("mine", rules.Metadata.Labels["release"]);
        var text = KubernetesJson.Serialize(rules) + KubernetesJson.Serialize(Assert.Single(rendered.List<ScaledObjectResource>()));
        Assert.Contains("namespace=\\u0022team-a\\u0022", text, StringComparison.Ordinal);
        Assert.DoesNotContain("namespace=\\u0022paretune", text, StringComparison.Ordinal);
        Assert.Contains("{{ $labels.pod }}", text, StringComparison.Ordinal);
        Assert.All(
            rendered.List<k8s.Models.V1PersistentVolumeClaim>(),
            claim => Assert.Equal("keep", claim.Metadata.Annotations["helm.sh/resource-policy"]));
    }

    [Fact]
    public async Task Control_comes_before_workers_where_classes_are_named()
    {
        var rendered = await packed.Render(
            "control: { priorityClassName: high }\nworker: { priorityClassName: low, nodeSelector: { gpu: h100 } }");

        Assert.Equal(
            ["control high", "dashboard ", "worker low"],
            rendered.List<k8s.Models.V1Deployment>().Select(
                deployment => $"{deployment.Metadata.Name} {deployment.Spec.Template.Spec.PriorityClassName}").Order());
        Assert.Equal("h100", rendered.Workloads.Single(workload => workload.Name == "worker").Pod.NodeSelector["gpu"]);
    }

    private static Dictionary<string, JsonNode> Objects(IEnumerable<object> documents) => documents
        .Select(document => JsonNode.Parse(KubernetesJson.Serialize(document))!)
        .ToDictionary(node => $"{node["kind"]} {GeneratedName().Replace((string)node["metadata"]!["name"]!, "")}");

    /// <summary>Returns an object without what only one of the two adds, and without versions and images.</summary>
    private static string Normal(JsonNode node, string overlay)
    {
        var text = node.DeepClone();
        Clean(text);
        var said = GeneratedName().Replace(text.ToJsonString(new() { WriteIndented = true }), "");
        return overlay == "base" ? Tag().Replace(said, "\"image\": \"$1\"") : said;
    }

    private static void Clean(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                    Clean(item);
                break;
            case JsonObject map:
                foreach (var added in (string[])["app.kubernetes.io/part-of", "checksum/settings", "helm.sh/resource-policy"])
                    map.Remove(added);
                // Helm adds the namespace when it installs. Elsewhere, as in the subject of a permission, it is part of the object.
                (map["metadata"] as JsonObject)?.Remove("namespace");
                // The order of members does not matter.
                foreach (var (key, value) in map.OrderBy(one => one.Key, StringComparer.Ordinal).ToList())
                {
                    Clean(value);
                    map.Remove(key);
                    if (!(key is "labels" or "annotations" && value is JsonObject { Count: 0 }))
                        map.Add(key, value);
                }
                break;
        }
    }

    // The suffix that kustomize gives to generated ConfigMaps, so that a change gets a new name.
    [GeneratedRegex("(?<=^paretune|\"paretune|otel-collector|grafana-paretune)-[a-z0-9]{10}(?=\"|$)")]
    private static partial Regex GeneratedName();

    [GeneratedRegex("\"image\": \"(paretune[a-z-]*):[^\"]*\"")]
    private static partial Regex Tag();

    /// <summary>The chart, packaged once.</summary>
    public sealed class Folder : IAsyncLifetime
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("paretune-chart-").FullName;

        public string Chart => System.IO.Path.Combine(Path, "paretune");

        public async ValueTask InitializeAsync() =>
            await Repository.Run(Repository.Root, "bash", System.IO.Path.Combine("charts", "package"), Path);

        internal async Task<Install> Render(string values, string space = "paretune")
        {
            var file = System.IO.Path.Combine(Path, $"values-{Guid.NewGuid():N}.yaml");
            await File.WriteAllTextAsync(file, values);
            return Install.Read(await Helm("template", "paretune", Chart, "--namespace", space, "--values", file));
        }

        public Task<string> Helm(params string[] arguments) => Repository.Run(Path, Kubectl.Helm, arguments);

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Path, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
