using System.Text.RegularExpressions;
using k8s;
using k8s.Models;

namespace Paretune.Kubernetes.Tests;

/// <summary>The release workflow publishes what the manifests and the chart then refer to.</summary>
public sealed partial class ReleaseTests(Release release) : IClassFixture<Release>
{
    [Theory, InlineData("local", ""), InlineData("gpu", "-cuda"), InlineData("bucket", "-cuda")]
    public async Task An_installation_names_images_that_are_pushed_and_what_is_applied_before_it(string name, string worker)
    {
        var install = Install.Read(await release.Read($"paretune-{name}-{Release.Version}.yaml"));
        var data = Install.Read(await release.Read($"paretune-{name}-data-{Release.Version}.yaml"));

        var images = Images(install).ToList();
        Assert.Equal(
            [$"{Release.Registry}/paretune-worker:{Release.Version}{worker}", $"{Release.Registry}/paretune:{Release.Version}"],
            images.Order(StringComparer.Ordinal));
        Assert.Subset(release.Pushed.ToHashSet(), images.ToHashSet());
        Assert.Subset(
            data.List<V1PersistentVolumeClaim>().Select(claim => claim.Metadata.Name).ToHashSet(),
            install.Workloads.SelectMany(workload => References.From(workload.Pod).Claims).ToHashSet());
        Assert.Equal(
            data.List<V1Namespace>().Select(space => space.Metadata.Name),
            install.Documents.OfType<IKubernetesObject<V1ObjectMeta>>().Select(one => one.Metadata.NamespaceProperty).Distinct());
    }

    [Fact]
    public async Task The_packed_chart_names_images_that_are_pushed()
    {
        var chart = Path.Combine(release.Folder, $"paretune-chart-{Release.Version}.tgz");

        var install = Install.Read(await Repository.Run(release.Folder, Kubectl.Helm, "template", "paretune", chart));

        Assert.Equal(2, Images(install).Count());
        Assert.Subset(release.Pushed.ToHashSet(), Images(install).ToHashSet());
    }

    [Fact]
    public async Task Images_and_chart_are_signed_by_digest()
    {
        var workflow = Repository.Read(".github", "workflows", "release.yml");
        string[] pushed = [.. release.Pushed.Select(image => image[..image.LastIndexOf(':')]), $"{Release.Registry}/charts/paretune"];

        var signed = (await release.Read("images.txt")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(5, signed.Length);
        Assert.Equal(pushed.Select(name => $"{name}@{Release.Digest}"), signed);
        Assert.Matches(@"IMAGES=push \.ci/release [\s\S]* run: xargs -n 1 cosign sign --yes <release/images\.txt\n", workflow);
    }

    [Fact]
    public void Each_image_is_built_from_a_stage_that_is_there()
    {
        var images = Image().Matches(Repository.Read(".ci", "release")).ToList();

        Assert.Equal(4, images.Count);
        Assert.All(images, image =>
        {
            var dockerfile = Repository.Read(image.Groups[1].Value.Split('/'));
            if (image.Groups[2].Success)
                Assert.Contains($" AS {image.Groups[2].Value}\n", dockerfile, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_chart_is_of_the_programs_version()
    {
        var chart = Repository.Read("charts", "paretune", "Chart.yaml");

        Assert.Contains($"\nversion: {Release.Version}\nappVersion: {Release.Version}\n", chart, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Images(Install install) => install.Workloads.Where(workload => workload.IsSilo)
        .SelectMany(workload => workload.Containers).Select(container => container.Image).Distinct();

    [GeneratedRegex("^  image \\S+ -f (\\S+)(?: --target (\\S+))?", RegexOptions.Multiline)]
    private static partial Regex Image();
}
