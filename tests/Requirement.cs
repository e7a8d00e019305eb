namespace Paretune.Testing;

/// <summary>
/// What a test needs of its machine. Without it, the test is skipped on a developer's machine but fails in CI, where nobody would notice
/// that it is always skipped. A workflow whose machines lack something on purpose sets the variable for it to 1.
/// </summary>
internal static class Requirement
{
    /// <summary>Set where the folder <c>shared</c> is not beside the checkout.</summary>
    public const string WithoutShared = "PARETUNE_WITHOUT_SHARED";

    /// <summary>Set where the tests do not run as root.</summary>
    public const string WithoutRoot = "PARETUNE_WITHOUT_ROOT";

    /// <param name="name">A program on the PATH, or its full path.</param>
    public static void Program(string name) => Check(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name))),
        $"{name} is not installed; test.sh installs it");

    /// <param name="action">What only root may do.</param>
    public static void Root(string action) => Check(Environment.IsPrivilegedProcess, $"{action} requires root", WithoutRoot);

    /// <summary>Skips or fails the test if a condition is not met.</summary>
    /// <param name="variable">The variable of machines that do not meet it on purpose; null if every machine can.</param>
    public static void Check(bool isMet, string reason, string? variable = null)
    {
        if (isMet)
            return;
        if (!MaySkip(variable, Environment.GetEnvironmentVariable))
            Assert.Fail(
                $"{reason}. Tests are not skipped for it where CI is set"
                + (variable is null ? "" : $", unless {variable}=1 is set as well"));
        Assert.Skip(reason);
    }

    /// <param name="environment">Returns the value of an environment variable; null if it is not set.</param>
    public static bool MaySkip(string? variable, Func<string, string?> environment) =>
        string.IsNullOrEmpty(environment("CI")) || variable is not null && environment(variable) == "1";
}
