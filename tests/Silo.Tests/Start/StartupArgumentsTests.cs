using Paretune.Silo.Start;

namespace Paretune.Silo.Tests.Start;

public sealed class StartupArgumentsTests
{
    private const string MustBeSettings =
        "arguments must be settings such as --Paretune:Slots=2, after migrate or find-rate if one is meant";

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("migrate", "--help")]
    [InlineData("find-rate", "--help")]
    [InlineData("--Paretune:Slots=2", "--help")]
    public void Help_is_printed_instead_of_starting(params string[] arguments) =>
        Assert.Contains("Paretune.Silo migrate [settings]", StartupArguments.Answer(arguments), StringComparison.Ordinal);

    [Fact]
    public void The_version_is_printed_instead_of_starting() => Assert.Matches(@"^\d+\.\d+\.\d+", StartupArguments.Answer(["--version"]));

    [Theory]
    [InlineData]
    [InlineData("--Paretune:Slots", "2", "/urls", "http://127.0.0.1:1", "--a=b", "/a=b", "a=b")]
    [InlineData("migrate", "--Paretune:Role=control")]
    [InlineData("find-rate", "{}", "--Paretune:Threads", "1")]
    public void Settings_are_started_with(params string[] arguments) => Assert.Null(StartupArguments.Answer(arguments));

    [Theory]
    [InlineData($"{MustBeSettings}, but one is \"start\"; see --help", "start")]
    [InlineData($"{MustBeSettings}, but one is \"-p=1\"; see --help", "-p=1")]
    [InlineData($"{MustBeSettings}, but one is \"now\"; see --help", "migrate", "now")]
    [InlineData("find-rate must be followed by a search as JSON; see --help", "find-rate")]
    [InlineData("--Paretune:Slots must have a value, as in --Paretune:Slots=VALUE, but has none", "--a=b", "--Paretune:Slots")]
    public void Arguments_that_would_be_ignored_are_refused(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<StartupException>(() => StartupArguments.Answer(arguments)).Message);
}
