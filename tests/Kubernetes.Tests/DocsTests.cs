using System.Text.RegularExpressions;

namespace Paretune.Kubernetes.Tests;

/// <summary>The Dockerfiles, commands and patches in the documentation work.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public void Dockerfiles_start_from_an_image_of_a_registry_without_a_remark_behind_it()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(File.ReadAllText);

        var images = files.SelectMany(page => Block().Matches(page)).SelectMany(block => From().Matches(block.Value)).ToList();

        Assert.NotEmpty(images);
        // Docker reads a # behind an instruction as an argument, and a name without a registry as one of Docker Hub.
        Assert.All(images, image => Assert.Matches(@"^[a-z0-9-]+(\.[a-z0-9-]+)+/[^ #]+( AS [a-z-]+)?$", image.Groups[1].Value));
    }

    [Fact]
    public void Jobs_are_created_after_one_of_the_same_name_was_deleted()
    {
        var created = Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").SelectMany(
            page => CodeBlock().Matches(File.ReadAllText(page)).SelectMany(block => CreatedJob().Matches(block.Value).Select(
                job => (Job: job.Groups[1].Value, Before: block.Value[..job.Index])))).ToList();

        Assert.NotEmpty(created);
        Assert.All(created, job => Assert.Contains($"delete job {job.Job} --ignore-not-found", job.Before, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_patch_for_uploads_gives_each_dashboard_a_volume_of_its_own()
    {
        var page = Repository.Read("docs", "kubernetes.md");
        var patch = Assert.Single(CodeBlock().Matches(page), block => block.Value.Contains("ephemeral:", StringComparison.Ordinal)).Value;
        var overlay = Directory.CreateTempSubdirectory("paretune-uploads-").FullName;
        var below = Path.GetRelativePath(overlay, Path.Combine(Repository.Manifests, "overlays", "gpu"));
        await File.WriteAllTextAsync(
            Path.Combine(overlay, "kustomization.yaml"), $"resources: [{below}]\n{patch[(patch.IndexOf('\n') + 1)..].TrimEnd('`')}");

        var install = await Install.Build(overlay);

        Directory.Delete(overlay, recursive: true);
        var uploads = install.Workloads.Single(workload => workload.Name == "dashboard").Pod.Volumes.Single(
            volume => volume.Name == "uploads");
        Assert.Null(uploads.EmptyDir);
        Assert.Equal(["ReadWriteOnce"], uploads.Ephemeral.VolumeClaimTemplate.Spec.AccessModes);
        var advice = page.Split('\n').Single(line => line.Contains("`Evicted`", StringComparison.Ordinal));
        Assert.Contains("`ephemeral`", advice, StringComparison.Ordinal);
    }

    [GeneratedRegex("^```[a-z]*\n.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"create job (?:--\S+ )*(\S+)")]
    private static partial Regex CreatedJob();

    [GeneratedRegex("^```dockerfile\n.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^FROM (.*)$", RegexOptions.Multiline)]
    private static partial Regex From();
}
