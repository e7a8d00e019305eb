using k8s;
using k8s.Models;

namespace Paretune.Kubernetes.Tests;

/// <summary>The documents that <c>kubectl apply -k</c> would send, each deserialized strictly: an unknown member is an error.</summary>
internal sealed class Install
{
    private static readonly Dictionary<string, Type> Custom = new()
    {
        ["cert-manager.io/v1/Issuer"] = typeof(IssuerResource),
        ["cert-manager.io/v1/Certificate"] = typeof(CertificateResource),
        ["keda.sh/v1alpha1/ScaledObject"] = typeof(ScaledObjectResource),
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(ServiceMonitorResource),
        ["kueue.x-k8s.io/v1beta1/LocalQueue"] = typeof(LocalQueueResource),
        ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(PrometheusRuleResource),
    };

    private Install(IReadOnlyList<object> documents) => Documents = documents;

    public IReadOnlyList<object> Documents { get; }

    public IReadOnlyList<Workload> Workloads => [.. Documents.Select(Workload.From).OfType<Workload>()];

    /// <param name="folder">A folder below k8s, such as overlays/local, or any other by its full path.</param>
    public static async Task<Install> Build(string folder) => Read(await Kubectl.Kustomize(Path.Combine(Repository.Manifests, folder)));

    /// <exception cref="YamlDotNet.Core.YamlException">A member is misspelt, of the wrong type, or duplicated.</exception>
    /// <exception cref="KeyNotFoundException">A kind is unknown.</exception>
    public static Install Read(string manifests)
    {
        var documents = KubernetesYaml.LoadAllFromString(manifests, Custom, strict: true);
        Assert.Equal(manifests.Split('\n').Count(line => line.StartsWith("kind:", StringComparison.Ordinal)), documents.Count);
        return new(documents);
    }

    public IEnumerable<T> List<T>() => Documents.OfType<T>();
}

/// <summary>A resource that creates pods.</summary>
internal sealed record Workload(object Source, string Name, V1PodTemplateSpec Template, V1LabelSelector? Selector)
{
    public IDictionary<string, string> Labels => Template.Metadata.Labels;
    public V1PodSpec Pod => Template.Spec;
    public IEnumerable<V1Container> Containers => [.. Pod.InitContainers ?? [], .. Pod.Containers];

    public IEnumerable<string> Volumes =>
        (Pod.Volumes ?? []).Select(volume => volume.Name).Concat(
            (Source as V1StatefulSet)?.Spec.VolumeClaimTemplates.Select(claim => claim.Metadata.Name) ?? []);

    /// <summary>Whether the pods run this repository's image and not another one.</summary>
    public bool IsSilo => Labels.TryGetValue("app.kubernetes.io/name", out var name) && name == "paretune";

    public static Workload? From(object document) => document switch
    {
        V1Deployment deployment => new(deployment, deployment.Metadata.Name, deployment.Spec.Template, deployment.Spec.Selector),
        V1StatefulSet set => new(set, set.Metadata.Name, set.Spec.Template, set.Spec.Selector),
        V1CronJob job => new(job, job.Metadata.Name, job.Spec.JobTemplate.Spec.Template, null),
        V1Job job => new(job, job.Metadata.Name, job.Spec.Template, null),
        _ => null,
    };

    public bool IsSelectedBy(V1LabelSelector selector) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(
            label => Labels.TryGetValue(label.Key, out var value) && value == label.Value)
        && (selector.MatchExpressions ?? []).All(rule =>
            rule.OperatorProperty == "In" ? Labels.TryGetValue(rule.Key, out var value) && rule.Values.Contains(value)
            : throw new NotSupportedException($"{rule.OperatorProperty} in a selector"));
}
