using System.CommandLine;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Commands;

/// <summary>Verbs for data sets: <c>import, fetch, list, show</c>.</summary>
internal static class DataCommands
{
    public static Verb[] Of(Shell shell) =>
    [
        Import(shell), Fetch(shell), List(shell), Show(shell), .. DataKeepCommands.Of(shell),
    ];

    private static Verb Import(Shell shell)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "What searches call it: cifar10, tiny-imagenet, or a name of your own for a folder of images."
        };
        var path = new Argument<string>("PATH") { Description = "An archive (.tar.gz, .tar, .zip) or a folder." };
        var verb = new Verb(
            "import", "Check an archive or a folder and take it over: all of it, or nothing.",
            "paretune data import cifar10 cifar-10-binary.tar.gz", "paretune data import flowers ./flowers --size 96");
        var choices = new ImportOptions();
        return shell.Runs(verb.With([name, path, .. choices.All]), async (session, cancellation) =>
        {
            var upload = Upload.Of(session.Of(path), session.Printer.Note);
            try
            {
                var dataset = await session.Api.Send<Dataset>(
                    HttpMethod.Put, $"{PathOf(session.Of(name))}{choices.Query(session)}", upload, cancellation);
                await Tell(session, dataset, cancellation);
            }
            catch (Refusal refusal) when (refusal.Faults.Length > 0)
            {
                throw Refusal.BadInput(
                    string.Join(
                        Environment.NewLine, refusal.Faults.Select(fault => $"{session.Of(path)}: {fault.Field}: {fault.Message}")));
            }
        });
    }

    private static Verb Fetch(Shell shell)
    {
        var name = new Argument<string>("NAME") { Description = "cifar10 or tiny-imagenet." };
        return shell.Runs(
            new Verb(
                "fetch", "Have the server download a known data set from its official address.", "paretune data fetch cifar10").With(name),
                async (session, cancellation) =>
        {
            session.Printer.Note(
                $"the server downloads {session.Of(name)}; this may take minutes, and goes on where it stopped when asked again");
            await Tell(
                session, await session.Api.Send<Dataset>(HttpMethod.Post, $"{PathOf(session.Of(name))}/fetch", null, cancellation),
                cancellation);
        });
    }

    private static Verb List(Shell shell) => shell.Runs(
        new Verb("list", "List the data sets that are ready to train on.", "paretune data list"),
        async (session, cancellation) => session.Printer.Many(await session.Api.Get<Dataset[]>("api/datasets", cancellation), Table));

    private static Verb Show(Shell shell)
    {
        var name = new Argument<string>("NAME") { Description = "The data set; see: paretune data list." };
        return shell.Runs(
            new Verb(
                "show", "Show a data set: counts, sizes, how it was split, what was left out, images of each class.",
                "paretune data show flowers").With(name),
            async (session, cancellation) => session.Printer.One(
                await session.Api.Get<DatasetDetail>(PathOf(session.Of(name)), cancellation), DatasetReport.Of));
    }

    /// <summary>What was taken and what was not, beside the answer where that is for programs.</summary>
    private static async Task Tell(Session session, Dataset dataset, CancellationToken cancellation)
    {
        var detail = await session.Api.Get<DatasetDetail>(PathOf(dataset.Name), cancellation);
        session.Printer.One(dataset, _ => DatasetReport.OfImport(detail));
        if (session.Printer.Format != OutputFormat.Table)
            foreach (var sentence in DatasetReport.Sentences(detail))
                session.Printer.Note(sentence);
    }

    internal static string PathOf(string name) => $"api/datasets/{Uri.EscapeDataString(name)}";

    private static IRenderable Table(IReadOnlyCollection<Dataset> datasets)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "classes", "size", "train", "validation", "test");
        foreach (var dataset in datasets)
            table.AddRow(
                new Text(dataset.Name), new Text($"{dataset.Classes.Length}"), new Text($"{dataset.Size}×{dataset.Size}"),
                new Text($"{dataset.TrainImages}"), new Text(dataset.ValidationImages > 0 ? $"{dataset.ValidationImages}" : "drawn"),
                new Text($"{dataset.TestImages}"));
        return table;
    }
}
