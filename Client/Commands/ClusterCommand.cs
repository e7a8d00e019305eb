using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Commands;

/// <summary><c>cluster</c>: silos, devices, what each is doing.</summary>
internal static class ClusterCommand
{
    public static Verb Of(Shell shell) => shell.Runs(
        new Verb("cluster", "Show silos, devices and what each is doing.", "paretune cluster", "paretune cluster --output json"),
        async (session, cancellation) => session.Printer.One(await session.Api.Get<ClusterView>("api/cluster", cancellation), Draw));

    private static IRenderable Draw(ClusterView cluster)
    {
        var waiting = new Text(
            cluster.SearchesWaiting == 1 ? "1 search waits for a device" : $"{cluster.SearchesWaiting} searches wait for a device");
        if (cluster.Workers.IsEmpty)
            return new Rows(new Text("no worker is up: trials wait until a silo with a device comes"), waiting);
        var table = new Table().Border(TableBorder.Simple).AddColumns("silo", "device", "name", "trial", "last seen");
        foreach (
            var worker in cluster.Workers.OrderBy(worker => worker.Worker.Silo, StringComparer.Ordinal)
                .ThenBy(worker => worker.Worker.Device, StringComparer.Ordinal))
            table.AddRow(
                new Text(worker.Worker.Silo), new Text(worker.Worker.Device), new Text(worker.DeviceName),
                new Text(worker.Trial?.ToString() ?? "idle"),
                new Text(Show.Time(worker.LastSeen)));
        return new Rows(table, waiting);
    }
}
