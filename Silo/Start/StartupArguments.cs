using System.Reflection;
using Paretune.Silo.Workers;

namespace Paretune.Silo.Start;

/// <summary>
/// Answers <c>--help</c> and <c>--version</c>, and rejects arguments that are not settings, because the configuration ignores them
/// silently.
/// </summary>
internal static class StartupArguments
{
    private const string Program = "Paretune.Silo";

    private const string Help =
        $"""
        Starts a process of Paretune: without settings, a server for this machine at http://127.0.0.1:8080.

          {Program} [settings]                     start, and run until Ctrl+C or SIGTERM
          {Program} {Migration.Verb} [settings]             update the tables of the cluster's database, then exit
          {Program} {RateTestRun.Verb} SEARCH [settings]    measure the loss over learning rates, then exit (docs/networks.md)

        Settings are arguments (--Paretune:Slots 2 or --Paretune:Slots=2), environment variables (Paretune__Slots=2) or lines of
        appsettings.json. docs/cluster.md lists them all.
        """;

    /// <summary>Returns the text to print instead of starting; null to start.</summary>
    /// <exception cref="StartupException">An argument is neither a command nor a setting.</exception>
    public static string? Answer(string[] args)
    {
        if (args.Any(argument => argument is "--help" or "-h" or "-?"))
            return Help;
        if (args is ["--version"])
            return typeof(StartupArguments).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        CheckSettings(args switch
        {
            [Migration.Verb, .. var rest] => rest,
            [RateTestRun.Verb] => throw new StartupException($"{RateTestRun.Verb} must be followed by a search as JSON; see --help"),
            [RateTestRun.Verb, _, .. var rest] => rest,
            _ => args,
        });
        return null;
    }

    private static void CheckSettings(string[] settings)
    {
        for (var next = 0; next < settings.Length; next++)
        {
            var setting = settings[next];
            var isKey = setting.StartsWith("--", StringComparison.Ordinal) || setting.StartsWith('/');
            if (setting.Contains('=', StringComparison.Ordinal) && (isKey || !setting.StartsWith('-')))
                continue;
            if (!isKey)
                throw new StartupException(
                    $"arguments must be settings such as --Paretune:Slots=2, after {Migration.Verb} or {RateTestRun.Verb} if one is meant, "
                    + $"but one is \"{setting}\"; see --help");
            if (++next == settings.Length)
                throw new StartupException($"{setting} must have a value, as in {setting}=VALUE, but has none");
        }
    }
}
