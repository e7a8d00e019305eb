using YamlDotNet.Core;

namespace Paretune.Kubernetes.Tests;

/// <summary>Verifies that these tests find mistakes, in a copy of the manifests.</summary>
public sealed class TypoTests
{
    [Theory]
    [InlineData("base/control.yaml", "containerPort: 11111", "containerPrt: 11111")]
    [InlineData("base/worker.yaml", "terminationGracePeriodSeconds: 30", "terminationGracePeriodSeconds: soon")]
    [InlineData("base/network.yaml", "policyTypes: [Egress]", "policyType: [Egress]")]
    [InlineData("components/mtls/certificates.yaml", "  isCA: true", "  isCa: true")]
    [InlineData("components/prometheus/rules.yaml", "        - alert: ParetuneNoWorker", "        - alarm: ParetuneNoWorker")]
    [InlineData("components/idle-first/access.yaml", "    verbs: [patch]", "    verb: [patch]")]
    public async Task A_misspelt_member_or_a_wrong_type_is_found(string file, string right, string wrong)
    {
        using var copy = new Copy();
        copy.Replace(file, right, wrong);

        await Assert.ThrowsAnyAsync<YamlException>(() => Install.Build(copy.Overlay));
    }

    [Fact]
    public async Task A_key_that_is_there_twice_is_found()
    {
        using var copy = new Copy();
        copy.Replace("base/dashboard.yaml", "  replicas: 1 ", "  replicas: 2\n  replicas: 1 ");

        var found = await Assert.ThrowsAsync<InvalidOperationException>(() => Install.Build(copy.Overlay));

        Assert.Contains("replicas", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_nobody_knows_is_found()
    {
        using var copy = new Copy();
        copy.Replace("components/autoscale/scale.yaml", "kind: ScaledObject", "kind: ScaleObject");

        await Assert.ThrowsAsync<KeyNotFoundException>(() => Install.Build(copy.Overlay));
    }

    /// <summary>A copy of the manifests to modify.</summary>
    private sealed class Copy : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("paretune-k8s-").FullName;

        public Copy()
        {
            foreach (var file in Directory.GetFiles(Repository.Manifests, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(_folder, Path.GetRelativePath(Repository.Manifests, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        public string Overlay => Path.Combine(_folder, "overlays", "gpu-idle-first");

        public void Replace(string file, string right, string wrong)
        {
            var path = Path.Combine(_folder, file);
            var text = File.ReadAllText(path);
            Assert.Contains(right, text, StringComparison.Ordinal);
            File.WriteAllText(path, text.Replace(right, wrong, StringComparison.Ordinal));
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
