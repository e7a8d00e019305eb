using k8s.Models;

namespace Paretune.Kubernetes.Tests;

/// <summary>Every pod meets PodSecurity's <c>restricted</c> level, and the requirements that keep silos alive.</summary>
public sealed class PodTests
{
    // Seconds within which a process exits after SIGTERM.
    private const int EndsWithin = 10;

    // The one install whose workers may patch pods, which each operator chooses for their own cluster.
    private const string IdleFirst = "overlays/gpu-idle-first";

    public static TheoryData<string> Installs => ManifestTests.Installs;

    [Theory, MemberData(nameof(Installs))]
    public async Task Containers_meet_the_restricted_standard(string folder)
    {
        var install = await Install.Build(folder);

        Assert.All(install.Workloads, workload =>
        {
            var pod = workload.Pod;
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.NotEqual(0, pod.SecurityContext.RunAsUser);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.Empty(pod.SecurityContext.Sysctls ?? []);
            Assert.False((pod.HostNetwork ?? false) || (pod.HostPID ?? false) || (pod.HostIPC ?? false));
            Assert.All(pod.Volumes ?? [], volume => Assert.True(
                volume.EmptyDir is not null || volume.ConfigMap is not null || volume.Secret is not null
                    || volume.PersistentVolumeClaim is not null, volume.Name));
            Assert.All(workload.Containers, container => Restricted(workload.Name, container));
        });
    }

    [Theory, MemberData(nameof(Installs))]
    public async Task Containers_ask_for_no_more_than_they_may_have_and_are_not_throttled(string folder)
    {
        var install = await Install.Build(folder);

        Assert.All(install.Workloads.SelectMany(workload => workload.Containers), container =>
        {
            var (requests, limits) = (container.Resources.Requests, container.Resources.Limits);
            Assert.All(
                limits,
                limit => Assert.True(
                    !requests.ContainsKey(limit.Key) || requests[limit.Key].ToDecimal() <= limit.Value.ToDecimal(), limit.Key));
            Assert.All(
                requests.Keys.Where(key => key.Contains('/', StringComparison.Ordinal)),
                key => Assert.Equal(requests[key].ToDecimal(), limits[key].ToDecimal()));
            Assert.True(requests.ContainsKey("cpu") && requests.ContainsKey("memory") && limits.ContainsKey("memory"));
            Assert.False(limits.ContainsKey("cpu"));
        });
    }

    [Theory, MemberData(nameof(Installs))]
    public async Task Pods_hold_a_token_only_where_they_use_it_and_have_time_to_end(string folder)
    {
        var install = await Install.Build(folder);

        Assert.All(install.Workloads, workload =>
        {
            Assert.Equal(SetsDeletionCost(workload), workload.Pod.AutomountServiceAccountToken ?? true);
            Assert.False(workload.Pod.EnableServiceLinks ?? true);
            Assert.True((workload.Pod.TerminationGracePeriodSeconds ?? 30) > EndsWithin + workload.Pod.Containers.Max(Sleeps));
        });
        Assert.All(install.List<V1ServiceAccount>(), account => Assert.False(account.AutomountServiceAccountToken ?? true));
    }

    [Theory, MemberData(nameof(Installs))]
    public async Task Workers_that_set_their_deletion_cost_may_patch_pods_and_reach_the_API_server_and_nobody_else_may(string folder)
    {
        var install = await Install.Build(folder);

        var worker = install.Workloads.SingleOrDefault(SetsDeletionCost);

        Assert.Equal(folder == IdleFirst, worker is not null);
        var (roles, bindings) = (install.List<V1Role>().ToList(), install.List<V1RoleBinding>().ToList());
        var open = install.List<V1NetworkPolicy>().Where(policy => policy.Spec.Egress?.Any(
            rule => rule.To is null && (rule.Ports ?? []).Any(port => port.Port.Value == "6443")) == true).ToList();
        if (worker is null)
        {
            Assert.Empty((object[])[.. roles, .. bindings, .. open]);
            return;
        }

        var granted = Assert.Single(Assert.Single(roles).Rules);
        Assert.Equal(["", "pods", "patch"], [.. granted.ApiGroups, .. granted.Resources, .. granted.Verbs]);
        var binding = Assert.Single(bindings);
        Assert.Equal(("Role", roles[0].Metadata.Name), (binding.RoleRef.Kind, binding.RoleRef.Name));
        var subject = Assert.Single(binding.Subjects);
        Assert.Equal(
            ("ServiceAccount", worker.Pod.ServiceAccountName, binding.Metadata.NamespaceProperty),
            (subject.Kind, subject.Name, subject.NamespaceProperty));
        Assert.Equal(
            [worker.Name],
            install.Workloads.Where(pod => pod.IsSelectedBy(Assert.Single(open).Spec.PodSelector)).Select(pod => pod.Name));
        Assert.Contains(worker.Pod.Containers[0].Env, variable => variable.Name == "POD_NAME");
    }

    [Theory, InlineData("control"), InlineData("worker")]
    public async Task Pods_of_a_role_are_spread_over_nodes(string role)
    {
        var install = await Install.Build("base");

        var spread = Assert.Single(install.Workloads.Single(workload => workload.Name == role).Pod.TopologySpreadConstraints ?? []);

        Assert.Equal(("kubernetes.io/hostname", "ScheduleAnyway"), (spread.TopologyKey, spread.WhenUnsatisfiable));
        Assert.Equal([role], install.Workloads.Where(pod => pod.IsSelectedBy(spread.LabelSelector)).Select(pod => pod.Name));
    }

    [Fact]
    public async Task A_database_that_is_away_restarts_no_silo()
    {
        var silos = (await Install.Build("base")).Workloads.Where(workload => workload.IsSilo).SelectMany(
            workload => workload.Pod.Containers);

        Assert.All(silos, container =>
        {
            Assert.Equal("/healthz", container.LivenessProbe.HttpGet.Path);
            Assert.Equal("/readyz", container.ReadinessProbe.HttpGet.Path);
            // A silo waits 60 s for its database before it exits with the reason.
            Assert.True(container.StartupProbe.FailureThreshold * container.StartupProbe.PeriodSeconds > 90);
        });
    }

    [Fact]
    public async Task The_namespace_enforces_what_its_pods_keep_to() =>
        Assert.Equal(
            "restricted", (await Install.Build("data")).List<V1Namespace>().Single().Metadata.Labels["pod-security.kubernetes.io/enforce"]);

    private static bool SetsDeletionCost(Workload workload) => workload.Containers.SelectMany(container => container.Env ?? []).Any(
        variable => variable is { Name: "Paretune__PodDeletionCost", Value: "true" });

    private static void Restricted(string workload, V1Container container)
    {
        var context = container.SecurityContext;
        Assert.True(context.AllowPrivilegeEscalation is false, $"{workload}: {container.Name}");
        Assert.True(context.ReadOnlyRootFilesystem is true, $"{workload}: {container.Name}");
        Assert.False(context.Privileged ?? false);
        Assert.Equal(["ALL"], context.Capabilities.Drop);
        Assert.Empty(context.Capabilities.Add ?? []);
        Assert.Null(context.RunAsUser);
        Assert.Null(context.RunAsNonRoot);
        Assert.Null(context.SeccompProfile);
        Assert.Null(context.ProcMount);
        Assert.All(container.Ports ?? [], port => Assert.Null(port.HostPort));
        Assert.All(
            ((V1Probe?[])[container.StartupProbe, container.ReadinessProbe, container.LivenessProbe]).OfType<V1Probe>(),
            probe => Assert.Null(probe.HttpGet?.Host));
    }

    private static long Sleeps(V1Container container) => container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0;
}
