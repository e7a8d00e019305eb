namespace Paretune.Kubernetes.Tests;

// The members of custom resources that the manifests use, as in the reference documentation of their owners. Any other member is treated as
// a typo.
#pragma warning disable CA1002, CA1812, CA2227 // Made and filled by the YAML reader.

/// <summary>A custom resource; <typeparamref name="T"/> is its spec.</summary>
internal class CustomResource<T>
{
    public required string ApiVersion { get; set; }
    public required string Kind { get; set; }
    public required k8s.Models.V1ObjectMeta Metadata { get; set; }
    public required T Spec { get; set; }
}

internal sealed class IssuerResource : CustomResource<IssuerSpec>;
internal sealed class CertificateResource : CustomResource<CertificateSpec>;
internal sealed class ScaledObjectResource : CustomResource<ScaledObjectSpec>;
internal sealed class ServiceMonitorResource : CustomResource<ServiceMonitorSpec>;
internal sealed class PrometheusRuleResource : CustomResource<PrometheusRuleSpec>;
internal sealed class LocalQueueResource : CustomResource<LocalQueueSpec>;

internal sealed class LocalQueueSpec
{
    public required string ClusterQueue { get; set; }
}

internal sealed class IssuerSpec
{
    public Dictionary<string, string>? SelfSigned { get; set; }
    public AuthorityIssuer? Ca { get; set; }
}

internal sealed class AuthorityIssuer
{
    public required string SecretName { get; set; }
}

internal sealed class CertificateSpec
{
    public bool IsCA { get; set; }
    public string? CommonName { get; set; }
    public required string SecretName { get; set; }
    public List<string> DnsNames { get; set; } = [];
    public List<string> Usages { get; set; } = [];
    public string? Duration { get; set; }
    public string? RenewBefore { get; set; }
    public CertificateKey? PrivateKey { get; set; }
    public required IssuerReference IssuerRef { get; set; }
}

internal sealed class CertificateKey
{
    public string? Algorithm { get; set; }
    public int? Size { get; set; }
    public string? Encoding { get; set; }
    public string? RotationPolicy { get; set; }
}

internal sealed class IssuerReference
{
    public required string Name { get; set; }
    public string? Kind { get; set; }
}

internal sealed class ScaledObjectSpec
{
    public required k8s.Models.V1LocalObjectReference ScaleTargetRef { get; set; }
    public int? MinReplicaCount { get; set; }
    public int? MaxReplicaCount { get; set; }
    public int? PollingInterval { get; set; }
    public int? CooldownPeriod { get; set; }
    public ScaledObjectAdvanced? Advanced { get; set; }
    public List<ScaleTrigger> Triggers { get; set; } = [];
}

internal sealed class ScaledObjectAdvanced
{
    public ScalerConfig? HorizontalPodAutoscalerConfig { get; set; }
}

internal sealed class ScalerConfig
{
    public k8s.Models.V2HorizontalPodAutoscalerBehavior? Behavior { get; set; }
}

internal sealed class ScaleTrigger
{
    public required string Type { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
}

internal sealed class ServiceMonitorSpec
{
    public required k8s.Models.V1LabelSelector Selector { get; set; }
    public List<string> PodTargetLabels { get; set; } = [];
    public List<MonitoredEndpoint> Endpoints { get; set; } = [];
}

internal sealed class MonitoredEndpoint
{
    public required string Port { get; set; }
    public string? Path { get; set; }
    public string? Interval { get; set; }
}

internal sealed class PrometheusRuleSpec
{
    public List<RuleGroup> Groups { get; set; } = [];
}

internal sealed class RuleGroup
{
    public required string Name { get; set; }
    public List<AlertRule> Rules { get; set; } = [];
}

internal sealed class AlertRule
{
    public required string Alert { get; set; }
    public required string Expr { get; set; }
    public string? For { get; set; }
    public Dictionary<string, string> Labels { get; set; } = [];
    public Dictionary<string, string> Annotations { get; set; } = [];
}
