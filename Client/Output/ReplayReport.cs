using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Searches;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>The result of replaying a search.</summary>
/// <param name="Equal">The number of entries that the replay decided as recorded.</param>
/// <param name="Taken">The number of these that were copied and not decided again, because another version of the rules wrote them.</param>
/// <param name="Difference">The first different entry; null if there is none.</param>
internal sealed record ReplayReport(long Equal, long Taken, ImmutableArray<string> Notes, ReplayDifference? Difference)
{
    public static IRenderable Draw(ReplayReport report)
    {
        var lines = new List<string>(report.Notes);
        if (report.Difference is { } difference)
            lines.AddRange(
            [
                $"entry {difference.Sequence} is the first that differs, after {report.Equal} equal entries",
                $"recorded: {Text(difference.Recorded)}", $"decided:  {Text(difference.Decided)}",
            ]);
        else
            lines.Add($"all {report.Equal} entries match the recorded decisions");
        return new Rows(lines.Select(line => new Text(line)));
    }

    private static string Text(LedgerEntry? entry) => entry is null ? "nothing" : JsonSerializer.Serialize(entry, ParetuneJson.Options);
}
