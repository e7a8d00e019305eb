using System.Text.RegularExpressions;

namespace Paretune.Kubernetes.Tests;

/// <summary>The release workflow publishes what the manifests and the chart then refer to.</summary>
public sealed partial class ReleaseTests
{
    private const string Registry = "ghcr.io/someone", Version = "9.8.7";

    [Theory, InlineData("local", ""), InlineData("gpu", "-cuda")]
    public async Task The_manifests_of_a_release_name_images_that_it_pushes(string overlay, string worker)
    {
        var pushed = Pushed().Matches(Repository.Read(".ci", "release")).Select(
            image => $"{Registry}/{image.Groups[1].Value}".Replace("$version", Version, StringComparison.Ordinal)).ToList();

        var install = Install.Read(await Repository.Run(
            Repository.Root, "env", $"KUBECTL={Kubectl.Kubernetes}", "bash", ".ci/manifests", overlay, Version, Registry));

        var images = install.Workloads.Where(workload => workload.IsSilo).SelectMany(workload => workload.Containers)
            .Select(container => container.Image).Distinct().ToList();
        Assert.Equal(
            [$"{Registry}/paretune-worker:{Version}{worker}", $"{Registry}/paretune:{Version}"], images.Order(StringComparer.Ordinal));
        Assert.Subset(pushed.ToHashSet(), images.ToHashSet());
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
        var version = Declared().Match(Repository.Read("Directory.Build.props")).Groups[1].Value;
        var chart = Repository.Read("charts", "paretune", "Chart.yaml");

        Assert.Contains($"\nversion: {version}\nappVersion: {version}\n", chart, StringComparison.Ordinal);
    }

    [GeneratedRegex("^  image \"(\\S+)\" -f", RegexOptions.Multiline)]
    private static partial Regex Pushed();

    [GeneratedRegex("^  image \\S+ -f (\\S+)(?: --target (\\S+))?", RegexOptions.Multiline)]
    private static partial Regex Image();

    [GeneratedRegex("<Version>(.*)</Version>")]
    private static partial Regex Declared();
}
