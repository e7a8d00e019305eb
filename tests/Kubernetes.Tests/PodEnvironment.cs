using k8s.Models;

namespace Paretune.Kubernetes.Tests;

/// <summary>Computes the environment variables of a container in a pod, with test values for what only a cluster knows.</summary>
/// <param name="address">The pod's address.</param>
/// <param name="root">A folder that stands for the container's root.</param>
internal sealed class PodEnvironment(Install install, string address, string root, string connection, string keyHash)
{
    public Dictionary<string, string> Read(V1Container container)
    {
        var variables = new Dictionary<string, string>();
        foreach (var source in container.EnvFrom ?? [])
        {
            foreach (var (name, value) in install.List<V1ConfigMap>().Single(map => map.Metadata.Name == source.ConfigMapRef.Name).Data)
                variables[name] = Rooted(value);
        }

        foreach (var variable in container.Env ?? [])
            variables[variable.Name] = variable.Value is { } value ? Rooted(value) : Given(variable.ValueFrom);
        return variables;
    }

    private string Rooted(string value) => value.StartsWith('/') ? root + value : value;

    private string Given(V1EnvVarSource source) => source switch
    {
        { FieldRef.FieldPath: "status.podIP" } => address,
        { FieldRef.FieldPath: "metadata.name" } => $"pod-{address}",
        { SecretKeyRef: { Name: "paretune-database", Key: "connection" } } => connection,
        { SecretKeyRef: { Name: "paretune-access", Key: "admin-key-hash" } } => keyHash,
        { SecretKeyRef: { } secret } => $"{secret.Name}-{secret.Key}",
        _ => throw new NotSupportedException("a variable that comes from neither a field nor a secret"),
    };
}
