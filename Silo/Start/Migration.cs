namespace Paretune.Silo.Start;

/// <summary>
/// Migrates the cluster's database to this version, then exits. Every silo also does so at startup; a separate step beforehand has no probe
/// that could interrupt a migration that takes minutes on a large ledger.
/// </summary>
internal static class Migration
{
    /// <summary>The program's first argument for this: <c>Paretune.Silo.dll migrate</c>.</summary>
    public const string Verb = "migrate";

    /// <exception cref="Exception">One that <see cref="StartupErrors"/> describes: no database is configured, it does not answer, or it is
    /// from a newer version.</exception>
    public static async Task Run(string[] args)
    {
        var configuration = WebApplication.CreateBuilder(args).Configuration;
        if (configuration.GetConnectionString(Database.Key) is not { Length: > 0 })
            throw new StartupException(
                $"ConnectionStrings:{Database.Key} must name the cluster's PostgreSQL database to bring up to date, but it is not set");
        await using var database = await Database.Open(
            configuration, home: "", reason => Console.Error.WriteLineAsync($"Waiting: {reason}"));
        Console.WriteLine("The database's tables are up to date.");
    }
}
