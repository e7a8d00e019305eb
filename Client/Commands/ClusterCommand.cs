using Paretune.Client.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Commands;

/// <summary><c>cluster</c>: lists the silos and devices, and what each device is doing.</summary>
internal static class ClusterCommand
{
    public static Verb Create(Shell shell) => shell.Runs(
        new Verb("cluster", "Show silos, their devices and what each is doing.", "paretune cluster", "paretune cluster --output json"),
        async (session, cancellation) => session.Printer.One(await session.Api.Get<ClusterView>("api/cluster", cancellation), Draw));

    private static IRenderable Draw(ClusterView cluster)
    {
        var waiting = new Text(
            cluster.SearchesWaiting == 1 ? "1 search is waiting" : $"{cluster.SearchesWaiting} searches are waiting");
        if (cluster.Workers.IsEmpty)
            return new Rows(new Text("no workers: trials wait until a silo with a device joins"), waiting);
        var table = FittingTable.From<WorkerView>(
            [
                new(new("silo", 3), one => one.Worker.Silo), new(new("device", 0), one => one.Worker.Device),
                new(new("name", 2), one => one.DeviceName), new(new("trial", 4), one => one.Trial?.ToString() ?? "idle"),
                new(new("last seen", 1), one => Formatter.Time(one.LastSeen)),
            ],
            cluster.Workers.OrderBy(worker => worker.Worker.Silo, StringComparer.Ordinal)
                .ThenBy(worker => worker.Worker.Device, StringComparer.Ordinal));
        return new Rows(table, waiting);
    }
}
