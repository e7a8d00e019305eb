namespace Paretune.Silo.Start;

/// <summary>
/// Brings the tables of the cluster's database up to date, and ends. Each silo does so as it starts; apart from it, as a step before, no
/// probe cuts short what takes minutes on a large ledger.
/// </summary>
internal static class Migration
{
    /// <summary>The program's first argument that asks for it: <c>Paretune.Silo.dll migrate</c>.</summary>
    public const string Verb = "migrate";

    /// <exception cref="Exception">What <see cref="StartupErrors"/> knows: no database is named, it does not answer, or it is of a newer
    /// version.</exception>
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
