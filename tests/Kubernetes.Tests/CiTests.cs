using System.Text.RegularExpressions;

namespace Paretune.Kubernetes.Tests;

/// <summary>What the workflows and scripts of CI run, skip and install matches the tests.</summary>
public sealed partial class CiTests
{
    private static readonly string Tests = Path.Combine(Repository.Root, "tests");

    [Fact]
    public async Task Each_class_that_starts_a_server_is_skipped_where_only_dotnet_is_installed()
    {
        var said = await Repository.Run(Repository.Root, "bash", ".ci/portable", "--list");
        var projects = said.Split('\n').Single(line => line.StartsWith("run: ", StringComparison.Ordinal))[5..].Split(' ');

        var starts = projects.SelectMany(project => Sources($"{project}.Tests").Where(source => Server().IsMatch(source.Text)))
            .Select(source => source.Name).ToList();

        Assert.Contains("BucketStoreTests", starts);
        Assert.All(starts, name => Assert.Contains($"skipped: {name} of ", said, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_program_without_which_tests_are_skipped_is_installed_by_test_sh()
    {
        var installer = Repository.Read("test.sh");

        var programs = Sources(".").SelectMany(source => Program().Matches(source.Text)).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Subset(programs, new HashSet<string> { "cc", "fish", "zsh" });
        Assert.All(programs, program => Assert.Contains($" {program}:", installer, StringComparison.Ordinal));
    }

    [Fact]
    public void A_test_that_requires_root_can_be_selected()
    {
        var workflow = Repository.Read(".github", "workflows", "ci.yml");
        foreach (var project in new[] { "EndToEnd.Tests", "Training.Tests" })
        {
            var sources = Sources(project).Where(source => Root().IsMatch(source.Text)).ToList();
            Assert.NotEmpty(sources);
            Assert.All(sources, source => Assert.Contains("Trait(\"needs\", \"root\")", source.Text, StringComparison.Ordinal));
            Assert.Contains($"--project tests/{project} -- --no-progress --filter-trait needs=root", workflow, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData("ci.yml"), InlineData("release.yml")]
    public void A_workflow_that_runs_the_tests_says_what_its_machines_lack(string name)
    {
        var workflow = Repository.Read(".github", "workflows", name);

        Assert.Contains("run: .ci/run\n", workflow, StringComparison.Ordinal);
        Assert.Matches("PARETUNE_WITHOUT_SHARED: 1[\n,]", workflow);
        Assert.Matches("PARETUNE_WITHOUT_ROOT: 1[\n ]", workflow);
    }

    private static IEnumerable<(string Name, string Text)> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Tests, folder), "*Tests.cs", SearchOption.AllDirectories)
            .Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)));

    [GeneratedRegex(@"\b(BucketServer|PostgresServer)\.Start\(")]
    private static partial Regex Server();

    [GeneratedRegex(@"\bRequirement\.Program\(""([^""]+)""\)")]
    private static partial Regex Program();

    [GeneratedRegex(@"\b(NetworkHost\.Create|SmallDisk\.Mount)\(")]
    private static partial Regex Root();
}
