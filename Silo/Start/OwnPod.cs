namespace Paretune.Silo.Start;

/// <summary>The pod that this process runs in, and its access to the Kubernetes API server through the mounted service account.</summary>
/// <param name="Server">The API server, such as <c>https://10.96.0.1:443/</c>.</param>
/// <param name="Account">The folder with <c>token</c>, <c>ca.crt</c> and <c>namespace</c>. The kubelet renews the first two.</param>
internal sealed record OwnPod(string Name, Uri Server, string Account)
{
    /// <summary>Where the kubelet mounts the service account.</summary>
    public const string MountedAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

    private const string NameKey = "POD_NAME", HostKey = "KUBERNETES_SERVICE_HOST", PortKey = "KUBERNETES_SERVICE_PORT";
    private const string Setting = $"Paretune:{nameof(SiloOptions.PodDeletionCost)}";

    public string Token => Path.Combine(Account, "token");
    public string Authority => Path.Combine(Account, "ca.crt");
    public string Namespace => Path.Combine(Account, "namespace");

    /// <summary>Reads this pod's name, API server and service account.</summary>
    /// <param name="errors">Receives a line for each missing value.</param>
    /// <returns>Null if any value is missing.</returns>
    public static OwnPod? Read(IConfiguration configuration, string account, ICollection<string> errors)
    {
        var name = configuration[NameKey];
        if (string.IsNullOrEmpty(name))
            errors.Add(
                $"{Setting} needs {NameKey}, the name of this pod, but it is not set: set it from the field metadata.name, as "
                + $"k8s/base/worker.yaml does, or set {Setting} to false");
        var server = $"https://{Bracketed(configuration[HostKey])}:{configuration[PortKey]}/";
        if (!Uri.TryCreate(server, UriKind.Absolute, out var address))
            errors.Add(
                $"{Setting} needs {HostKey} and {PortKey}, which Kubernetes sets in every pod, but they are \"{configuration[HostKey]}\" "
                + $"and \"{configuration[PortKey]}\": set {Setting} to false outside Kubernetes");
        var pod = new OwnPod(name ?? "", address ?? new("https://none/"), account);
        string[] missing = [.. ((string[])[pod.Token, pod.Authority, pod.Namespace]).Where(file => !File.Exists(file))];
        if (missing.Length > 0)
            errors.Add(
                $"{Setting} needs the pod's service account, but {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} "
                + $"missing: set automountServiceAccountToken to true, as k8s/components/idle-first does, or set {Setting} to false");
        return string.IsNullOrEmpty(name) || address is null || missing.Length > 0 ? null : pod;
    }

    /// <summary>Puts an IPv6 address in brackets, as URLs require.</summary>
    private static string? Bracketed(string? host) => host?.Contains(':', StringComparison.Ordinal) == true ? $"[{host}]" : host;
}
