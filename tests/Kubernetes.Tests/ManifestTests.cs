using k8s.Models;

namespace Paretune.Kubernetes.Tests;

/// <summary>References between the manifests are consistent.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> Installs =>
    [
        "base", "overlays/local", "overlays/gpu", "overlays/gpu-shared", "overlays/gpu-queued",
        "overlays/gpu-idle-first", "overlays/gpu-database-ca", "overlays/gpu-nodes", "overlays/bucket",
        "examples/submit-search", "examples/restore", .. Data,
    ];

    /// <summary>What is applied before an install and outlives it.</summary>
    private static readonly string[] Data = ["data", "data/backups", "overlays/local/data", "overlays/bucket/data"];

    [Fact]
    public void Every_component_is_part_of_an_overlay_so_that_these_tests_see_it()
    {
        var overlays = string.Concat(
            Directory.GetFiles(Path.Combine(Repository.Manifests, "overlays"), "kustomization.yaml", SearchOption.AllDirectories)
            .Select(File.ReadAllText));

        Assert.All(Directory.GetDirectories(Path.Combine(Repository.Manifests, "components")), component =>
            Assert.Contains($"../../components/{Path.GetFileName(component)}\n", overlays, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Installs))]
    public async Task Selectors_match_labels(string folder)
    {
        var install = await Install.Build(folder);
        // The network policy for submit jobs is in the base, for jobs that come and go.
        Workload[] pods = [.. install.Workloads, .. (await Install.Build("examples/submit-search")).Workloads];

        Assert.All(
            install.Workloads.Where(workload => workload.Selector is not null),
            workload => Assert.True(workload.IsSelectedBy(workload.Selector!), workload.Name));
        Assert.All(Selectors(install), selector => Assert.Contains(pods, pod => pod.IsSelectedBy(selector.Selector)));
        Assert.All(install.List<ServiceMonitorResource>(), monitor => Assert.Contains(
            install.List<V1Service>(), service => monitor.Spec.Selector.MatchLabels.All(label => service.Metadata.Labels.Contains(label))));
    }

    [Theory, MemberData(nameof(Installs))]
    public async Task Ports_are_those_of_the_containers_behind_them(string folder)
    {
        var install = await Install.Build(folder);

        Assert.All(install.List<V1Service>(), service => Assert.All(
            install.Workloads.Where(pod => pod.IsSelectedBy(new V1LabelSelector { MatchLabels = service.Spec.Selector })),
            pod => Assert.All(service.Spec.Ports, port => Assert.Equal(port.Port, Named(pod, port.TargetPort.Value)))));
        Assert.All(install.List<V1NetworkPolicy>(), policy => Assert.All(policy.Spec.Ingress ?? [], rule => Assert.All(
            install.Workloads.Where(pod => pod.IsSelectedBy(policy.Spec.PodSelector)),
            pod => Assert.All(rule.Ports, port => Assert.Contains(Ports(pod), known => $"{known.ContainerPort}" == port.Port.Value)))));
        Assert.All(install.List<V1NetworkPolicy>().SelectMany(policy => policy.Spec.Egress ?? []), rule => Assert.All(
            (rule.To ?? []).Select(peer => peer.PodSelector).OfType<V1LabelSelector>().SelectMany(
                peer => install.Workloads.Where(pod => pod.IsSelectedBy(peer))),
            pod => Assert.All(rule.Ports, port => Assert.Contains(Ports(pod), known => $"{known.ContainerPort}" == port.Port.Value))));
        Assert.All(install.Workloads.SelectMany(pod => pod.Pod.Containers.SelectMany(Probes).Select(probe => (pod, probe))), one =>
        {
            if (one.probe.HttpGet is { } get)
                Named(one.pod, get.Port.Value);
        });
        Assert.All(
            install.List<V1Ingress>().SelectMany(ingress => ingress.Spec.Rules).SelectMany(rule => rule.Http.Paths), path =>
                Assert.Contains(
            install.List<V1Service>().Single(service => service.Metadata.Name == path.Backend.Service.Name).Spec.Ports,
            port => port.Name == path.Backend.Service.Port.Name));
    }

    [Theory, MemberData(nameof(Installs))]
    public async Task All_that_is_referred_to_is_there_or_documented_as_yours_to_make(string folder)
    {
        var install = await Install.Build(folder);
        var guide = Repository.Read("docs", "kubernetes.md");
        // Examples are applied to a running cluster.
        object[] there = [
            .. install.Documents,
            .. folder.StartsWith("examples", StringComparison.Ordinal) ? (await Install.Build("overlays/local")).Documents : [],
            .. (await Install.Build("overlays/local/data")).Documents];
        string[] maps = [.. there.OfType<V1ConfigMap>().Select(map => map.Metadata.Name)];
        string[] claims = [.. there.OfType<V1PersistentVolumeClaim>().Select(claim => claim.Metadata.Name)];
        string[] accounts = [.. install.List<V1ServiceAccount>().Select(account => account.Metadata.Name)];
        string[] issued = [.. install.List<CertificateResource>().Select(certificate => certificate.Spec.SecretName)];

        Assert.All(install.Workloads, workload =>
        {
            var references = References.From(workload.Pod);
            Assert.All(references.Maps.Except(maps), map => Assert.Contains($"\n| `{map}` | `", guide, StringComparison.Ordinal));
            Assert.Subset(claims.ToHashSet(), references.Claims);
            Assert.All(references.Secrets.Where(secret => !issued.Contains(secret.Name)), secret =>
                Assert.Contains($"| `{secret.Name}` | `{secret.Key}` |", guide, StringComparison.Ordinal));
            Assert.Contains(workload.Pod.ServiceAccountName ?? "default", (string[])[.. accounts, "default"]);
            Assert.All(references.Mounts, mount => Assert.Contains(mount, workload.Volumes));
        });
        Assert.All(install.List<V1Ingress>().SelectMany(ingress => ingress.Spec.Tls), tls =>
            Assert.Contains($"| `{tls.SecretName}` | `tls.crt` |", guide, StringComparison.Ordinal));
        Assert.All(
            install.List<V1StatefulSet>(),
            set => Assert.Contains(set.Spec.ServiceName, install.List<V1Service>().Select(service => service.Metadata.Name)));
        Assert.All(install.List<ScaledObjectResource>(), scale => Assert.Null(
            install.List<V1Deployment>().Single(deployment => deployment.Metadata.Name == scale.Spec.ScaleTargetRef.Name).Spec.Replicas));
        Assert.All(install.List<CertificateResource>(), certificate => Assert.Contains(
            certificate.Spec.IssuerRef.Name, install.List<IssuerResource>().Select(issuer => issuer.Metadata.Name)));
        Assert.All(
            install.List<IssuerResource>().Where(issuer => issuer.Spec.Ca is not null),
            issuer => Assert.Contains(issuer.Spec.Ca!.SecretName, issued));
    }

    [Theory, MemberData(nameof(Installs))]
    public async Task Deleting_an_install_deletes_no_data(string folder)
    {
        var install = await Install.Build(folder);

        Assert.Equal(
            Data.Contains(folder), install.Documents.Any(document => document is V1Namespace or V1PersistentVolumeClaim));
        Assert.All(install.Workloads.Select(workload => workload.Source).OfType<V1StatefulSet>(), set => Assert.NotEqual(
            "Delete", set.Spec.PersistentVolumeClaimRetentionPolicy?.WhenDeleted));
    }

    [Theory, MemberData(nameof(Installs))]
    public async Task What_the_server_would_fill_in_is_said_where_applying_again_would_otherwise_change_it(string folder)
    {
        var install = await Install.Build(folder);

        Assert.All(install.List<V1NetworkPolicy>().SelectMany(policy => Ports(policy.Spec)), port => Assert.NotNull(port.Protocol));
        Assert.All(install.List<V1Deployment>().Select(deployment => deployment.Spec.Strategy).OfType<V1DeploymentStrategy>(), strategy =>
            Assert.Equal("RollingUpdate", strategy.Type));
        Assert.All(
            install.List<V1StatefulSet>().SelectMany(set => set.Spec.VolumeClaimTemplates),
            claim => Assert.Equal(("PersistentVolumeClaim", "Filesystem"), (claim.Kind, claim.Spec.VolumeMode)));
        // Without a tag, the policy would be Always.
        Assert.All(
            install.Workloads.Where(workload => workload.IsSilo).SelectMany(workload => workload.Containers),
            container => Assert.Equal("IfNotPresent", container.ImagePullPolicy));
    }

    [Fact]
    public async Task A_worker_gets_one_GPU_of_a_node_that_has_them_and_never_two_at_a_time()
    {
        var worker = (await Install.Build("overlays/gpu")).List<V1Deployment>().Single(
            deployment => deployment.Metadata.Name == "worker").Spec;

        Assert.Equal("1", worker.Template.Spec.Containers[0].Resources.Limits["nvidia.com/gpu"].ToString());
        Assert.Contains(worker.Template.Spec.Tolerations, toleration => toleration.Key == "nvidia.com/gpu");
        // The device plugin sets no label, so a required node label would keep workers Pending.
        Assert.Null(worker.Template.Spec.Affinity);
        Assert.Equal("0", worker.Strategy.RollingUpdate.MaxSurge.Value);
    }

    [Fact]
    public async Task A_worker_can_have_all_GPUs_of_a_node_and_one_copy_of_each_dataset_for_them()
    {
        var install = await Install.Build("overlays/gpu-nodes");
        var pod = install.Workloads.Single(workload => workload.Name == "worker").Pod;
        var container = pod.Containers[0];

        Assert.Equal("8", container.Resources.Limits["nvidia.com/gpu"].ToString());
        Assert.Equal("cuda", container.Env.Single(variable => variable.Name == "Paretune__Devices").Value);
        Assert.Equal("/data", Assert.Single(container.VolumeMounts, mount => mount.Name == "home").MountPath);
        Assert.Equal("8", Assert.Single(Assert.Single(install.List<ScaledObjectResource>()).Spec.Triggers).Metadata["threshold"]);
    }

    [Fact]
    public async Task In_a_shared_cluster_workers_wait_in_a_queue_make_room_for_control_and_all_pods_fit_the_quota()
    {
        var install = await Install.Build("overlays/gpu-queued");
        var deployments = install.List<V1Deployment>().ToDictionary(deployment => deployment.Metadata.Name);
        var classes = install.List<V1PriorityClass>().ToDictionary(one => one.Metadata.Name, one => one.Value!.Value);
        var hard = Assert.Single(install.List<V1ResourceQuota>()).Spec.Hard;
        var workers = install.List<ScaledObjectResource>().Single().Spec.MaxReplicaCount!.Value;

        Assert.Equal(
            Assert.Single(install.List<LocalQueueResource>()).Metadata.Name,
            deployments["worker"].Metadata.Labels["kueue.x-k8s.io/queue-name"]);
        Assert.True(Priority("worker") < 0 && Priority("control") > 0 && Priority("dashboard") > 0);
        Assert.All(hard, limit => Assert.True(Asked(limit.Key) <= limit.Value.ToDecimal(), $"{limit.Key}: {Asked(limit.Key)}"));

        int Priority(string name) => classes[deployments[name].Spec.Template.Spec.PriorityClassName];

        decimal Asked(string key) => install.Workloads.Sum(workload =>
            (workload.Name == "worker" ? workers : (workload.Source as V1Deployment)?.Spec.Replicas ?? 1) * (key == "pods" ? 1
            : workload.Pod.Containers.Sum(container =>
                container.Resources.Requests.TryGetValue(key["requests.".Length..], out var asked) ? asked.ToDecimal() : 0)));
    }

    [Fact]
    public async Task With_a_bucket_no_volume_is_shared_and_every_process_reaches_it()
    {
        var install = await Install.Build("overlays/bucket");
        var silos = install.Workloads.Where(workload => workload.IsSilo).ToList();
        var policy = install.List<V1NetworkPolicy>().Single(one => one.Metadata.Name == "bucket");
        var settings = install.List<V1ConfigMap>().Single(map => map.Data.ContainsKey("Paretune__Datasets")).Data;

        Assert.Equal(["control", "dashboard", "worker"], silos.Select(silo => silo.Name).Order());
        Assert.All(silos, silo =>
        {
            Assert.Empty(References.From(silo.Pod).Claims);
            // Checkpoints would be lost with an emptyDir. Without a mount, a process that is set to /checkpoints refuses to start.
            Assert.DoesNotContain(silo.Pod.Containers[0].VolumeMounts, mount => mount.MountPath == "/checkpoints");
            Assert.True(silo.Pod.Containers[0].SecurityContext.ReadOnlyRootFilesystem);
            Assert.True(silo.IsSelectedBy(policy.Spec.PodSelector));
            Assert.Subset(
                silo.Pod.Containers[0].Env.Select(variable => variable.Name).ToHashSet(),
                new HashSet<string> { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY" });
        });
        Assert.Equal(settings["Paretune__Datasets"], settings["Paretune__Checkpoints"]);
        Assert.StartsWith("s3://", settings["Paretune__Datasets"], StringComparison.Ordinal);
        Assert.Empty((await Install.Build("overlays/bucket/data")).List<V1PersistentVolumeClaim>());
    }

    [Fact]
    public async Task The_local_install_runs_where_there_is_no_GPU_and_no_registry()
    {
        var install = await Install.Build("overlays/local");
        var worker = install.Workloads.Single(workload => workload.Name == "worker").Pod;

        Assert.Equal(["memory"], worker.Containers[0].Resources.Limits.Keys);
        Assert.Null(worker.Affinity);
        Assert.All(
            install.Workloads.SelectMany(workload => workload.Containers),
            container => Assert.Equal("IfNotPresent", container.ImagePullPolicy));
    }

    private static IEnumerable<(string Name, V1LabelSelector Selector)> Selectors(Install install) =>
    [
        .. install.List<V1Service>()
            .Select(service => (service.Metadata.Name, new V1LabelSelector { MatchLabels = service.Spec.Selector })),
        .. install.List<V1PodDisruptionBudget>().Select(budget => (budget.Metadata.Name, budget.Spec.Selector)),
        .. install.List<V1NetworkPolicy>().SelectMany(
            policy => Peers(policy.Spec).Prepend(policy.Spec.PodSelector).Select(selector => (policy.Metadata.Name, selector))),
        .. install.Workloads.SelectMany(
            workload => (workload.Pod.TopologySpreadConstraints ?? []).Select(spread => (workload.Name, spread.LabelSelector))),
    ];

    private static IEnumerable<V1LabelSelector> Peers(V1NetworkPolicySpec policy) =>
        (policy.Ingress ?? []).SelectMany(rule => rule.FromProperty ?? []).Concat((policy.Egress ?? []).SelectMany(rule => rule.To ?? []))
        .Select(peer => peer.PodSelector).OfType<V1LabelSelector>();

    private static IEnumerable<V1NetworkPolicyPort> Ports(V1NetworkPolicySpec policy) =>
        (policy.Ingress ?? []).SelectMany(rule => rule.Ports ?? []).Concat((policy.Egress ?? []).SelectMany(rule => rule.Ports ?? []));

    private static IEnumerable<V1Probe> Probes(V1Container container) =>
        ((V1Probe?[])[container.StartupProbe, container.ReadinessProbe, container.LivenessProbe]).OfType<V1Probe>();

    private static IEnumerable<V1ContainerPort> Ports(Workload pod) => pod.Pod.Containers.SelectMany(container => container.Ports ?? []);

    private static int Named(Workload pod, string name) => Ports(pod).Single(port => port.Name == name).ContainerPort;
}

/// <summary>What a pod refers to by name.</summary>
internal sealed record References(
    ISet<string> Maps, ISet<string> Claims, IReadOnlyList<(string Name, string Key)> Secrets, IReadOnlyList<string> Mounts)
{
    public static References From(V1PodSpec pod)
    {
        V1Container[] containers = [.. pod.InitContainers ?? [], .. pod.Containers];
        V1EnvVar[] variables = [.. containers.SelectMany(container => container.Env ?? [])];
        V1EnvFromSource[] sources = [.. containers.SelectMany(container => container.EnvFrom ?? [])];
        V1Volume[] volumes = [.. pod.Volumes ?? []];
        string?[] maps =
        [
            .. sources.Select(source => source.ConfigMapRef?.Name),
            .. variables.Select(variable => variable.ValueFrom?.ConfigMapKeyRef?.Name),
            .. volumes.Select(volume => volume.ConfigMap?.Name),
        ];
        return new(
            maps.OfType<string>().ToHashSet(),
            volumes.Select(volume => volume.PersistentVolumeClaim?.ClaimName).OfType<string>().ToHashSet(),
            [
                .. variables.Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>()
                    .Select(secret => (secret.Name, secret.Key)),
                .. volumes.Select(volume => volume.Secret).OfType<V1SecretVolumeSource>().Select(secret => (secret.SecretName, "tls.crt")),
            ],
            [.. containers.SelectMany(container => container.VolumeMounts ?? []).Select(mount => mount.Name)]);
    }
}
