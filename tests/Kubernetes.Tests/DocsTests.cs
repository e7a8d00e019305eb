using System.Text.RegularExpressions;

namespace Paretune.Kubernetes.Tests;

/// <summary>The Dockerfiles in the documentation can be built.</summary>
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

    [GeneratedRegex("^```dockerfile\n.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^FROM (.*)$", RegexOptions.Multiline)]
    private static partial Regex From();
}
