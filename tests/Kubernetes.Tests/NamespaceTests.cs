using System.Text.RegularExpressions;
using k8s.Models;

namespace Paretune.Kubernetes.Tests;

/// <summary>Overlays as docs/kubernetes.md describes them for another namespace than <c>paretune</c>.</summary>
public sealed partial class NamespaceTests
{
    public static TheoryData<string> Installs => ManifestTests.Installs;

    [Theory, MemberData(nameof(Installs))]
    public async Task In_another_namespace_no_object_and_no_query_names_the_first_one(string folder)
    {
        var manifests = await Build(folder);

        Assert.Equal(["team-a"], Named().Matches(manifests).Select(name => name.Groups[1].Value).Distinct());
    }

    [Fact]
    public async Task In_another_namespace_alerts_and_the_autoscaler_query_it()
    {
        var install = Install.Read(await Build("overlays/gpu"));

        string[] queries =
        [
            .. Assert.Single(install.List<PrometheusRuleResource>()).Spec.Groups.SelectMany(group => group.Rules).Select(rule => rule.Expr),
            .. Assert.Single(install.List<ScaledObjectResource>()).Spec.Triggers.Select(trigger => trigger.Metadata["query"]),
        ];

        Assert.All(queries, query => Assert.Contains("{namespace=\"team-a\"}", query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_another_namespace_the_permission_is_that_of_its_workers()
    {
        var binding = Assert.Single(Install.Read(await Build("overlays/gpu-idle-first")).List<V1RoleBinding>());

        Assert.Equal(("team-a", "team-a"), (binding.Metadata.NamespaceProperty, binding.Subjects[0].NamespaceProperty));
    }

    private static async Task<string> Build(string folder)
    {
        var overlay = Directory.CreateTempSubdirectory("paretune-namespace-").FullName;
        string Below(string path) => Path.GetRelativePath(overlay, Path.Combine(Repository.Manifests, path));
        // Installations without silos have nothing whose namespace a query could take.
        var transformers = folder.StartsWith("overlays", StringComparison.Ordinal) && !folder.EndsWith("data", StringComparison.Ordinal)
            ? $"transformers: [{Below("namespace")}]\n" : "";
        await File.WriteAllTextAsync(
            Path.Combine(overlay, "kustomization.yaml"), $"namespace: team-a\nresources: [{Below(folder)}]\n{transformers}");
        var manifests = await Kubectl.Kustomize(overlay);
        Directory.Delete(overlay, recursive: true);
        return manifests;
    }

    /// <summary>The namespace of an object, of a subject, in a query, or itself.</summary>
    [GeneratedRegex("""(?:\bnamespace(?:: |=\\?")|^kind: Namespace\nmetadata:\n(?:  .*\n)*?  name: )([a-z-]+)""", RegexOptions.Multiline)]
    private static partial Regex Named();
}
