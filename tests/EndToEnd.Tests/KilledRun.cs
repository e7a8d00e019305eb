using System.Text.Json.Nodes;

namespace Paretune.EndToEnd.Tests;

/// <summary>Runs a search on a silo that is killed at given moments and restarted each time.</summary>
internal static class KilledRun
{
    /// <param name="moments">Empty for an undisturbed run.</param>
    /// <param name="read">Receives the silo on which the search has ended, and the search's id.</param>
    public static async Task<T> Run<T>(
        Home home, object search, Func<SiloProcess, string, Task<T>> read, params IReadOnlyList<Func<JsonNode, bool>> moments)
    {
        string? id = null;
        foreach (var moment in moments)
        {
            await using var silo = await SiloProcess.Start(home);
            id ??= await silo.Submit(search);
            await silo.Until(id, moment, TimeSpan.FromMinutes(2));
            await silo.Kill();
        }

        await using var last = await SiloProcess.Start(home);
        id ??= await last.Submit(search);
        await last.Ended(id);
        return await read(last, id);
    }

    /// <summary>Returns whether an entry is the report of an epoch.</summary>
    public static bool IsReport(JsonNode entry, int trial, int epoch) =>
        entry["type"]?.GetValue<string>() == "epochReported"
        && entry["report"]!["trial"]!["number"]!.GetValue<int>() == trial
        && entry["report"]!["epoch"]!.GetValue<int>() == epoch;
}
