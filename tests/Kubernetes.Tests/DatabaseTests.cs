using k8s.Models;

namespace Paretune.Kubernetes.Tests;

/// <summary>The connections to PostgreSQL: its address, and the certificate of a private authority.</summary>
public sealed class DatabaseTests
{
    private const string Authority = "/database-ca";

    [Fact]
    public async Task The_address_of_the_bundled_database_stays_when_its_pod_is_replaced_and_backups_use_it_too()
    {
        var install = await Install.Build("overlays/local");
        Workload[] jobs =
        [
            install.Workloads.Single(workload => workload.Name == "backup"), .. (await Install.Build("examples/restore")).Workloads
        ];

        // The names of a headless service disappear with its pods.
        Assert.NotEqual("None", install.List<V1Service>().Single(service => service.Metadata.Name == "database").Spec.ClusterIP);
        Assert.Equal(["backup", "restore"], jobs.Select(job => job.Name));
        Assert.All(
            jobs, job => Assert.Equal("database", job.Pod.Containers[0].Env.Single(variable => variable.Name == "PGHOST").Value));
    }

    [Fact]
    public async Task The_certificate_of_a_private_authority_is_in_every_container_that_connects_and_in_no_other()
    {
        var workloads = (await Install.Build("overlays/gpu-database-ca")).Workloads;
        var containers = workloads.SelectMany(workload => workload.Containers).ToList();

        var connecting = containers.Where(
            container => (container.Env ?? []).Any(variable => variable.Name == "ConnectionStrings__Ledger")).ToList();

        Assert.Equal(["control", "dashboard", "migrate", "worker"], connecting.Select(container => container.Name).Order());
        Assert.All(connecting, container => Assert.True(
            Assert.Single(container.VolumeMounts, mount => mount.MountPath == Authority).ReadOnlyProperty, container.Name));
        Assert.DoesNotContain(containers.Except(connecting).SelectMany(container => container.VolumeMounts ?? []), mount =>
            mount.MountPath == Authority);
        Assert.All(workloads.Where(workload => workload.IsSilo), workload => Assert.Equal(
            "paretune-database-ca", workload.Pod.Volumes.Single(volume => volume.Name == "database-ca").ConfigMap.Name));
        Assert.Contains($"Root Certificate={Authority}/ca.crt", Repository.Read("docs", "kubernetes.md"), StringComparison.Ordinal);
    }
}
