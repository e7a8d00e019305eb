using System.CommandLine;
using Paretune.Client.Api;
using Paretune.Client.Output;

namespace Paretune.Client.Commands;

/// <summary>Verbs for datasets: <c>import, fetch, list, show</c>.</summary>
internal static class DataCommands
{
    private static readonly IReadOnlyList<TableColumn<Dataset>> Columns =
    [
        new(new("name", 0), one => one.Name), Count("classes", 3, one => one.Classes.Length),
        Count("size", 4, one => one.Size) with { Cell = one => $"{one.Size}×{one.Size}" }, Count("train", 5, one => one.TrainImages),
        Count("validation", 1, one => one.ValidationImages) with
        {
            Cell = one => one.ValidationImages > 0 ? $"{one.ValidationImages}" : "drawn from train",
        },
        Count("test", 2, one => one.TestImages),
    ];

    private static readonly Csv<Dataset> Csv = new(
        ("name", one => one.Name), ("classes", one => one.Classes.Length), ("size", one => one.Size), ("train", one => one.TrainImages),
        ("validation", one => one.ValidationImages), ("test", one => one.TestImages));

    public static Verb[] Create(Shell shell) =>
    [
        Import(shell), Fetch(shell), List(shell), Show(shell), .. DatasetChangeCommands.Create(shell),
    ];

    private static Verb Import(Shell shell)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "Name of the new dataset: 1 to 64 lower-case letters, digits and hyphens."
        };
        var path = new Argument<string>("PATH") { Description = "An archive (.tar.gz, .tar, .zip) or a folder." };
        var verb = new Verb(
            "import", "Check and import an archive or a folder. If there is any error, nothing is imported.",
            "paretune data import cifar10 cifar-10-binary.tar.gz", "paretune data import flowers ./flowers --size 96");
        var choices = new ImportOptions();
        return shell.Runs(verb.With([name, path, .. choices.All]), async (session, cancellation) =>
        {
            var source = session.Get(path);
            var bytes = Upload.SizeOf(source);
            session.Printer.Note(
                $"{(Directory.Exists(source) ? "packing and sending the folder" : "sending")} {source}, {bytes / 1e6:0.0} MB");
            try
            {
                var dataset = await TransferProgress.Run(
                    session.Terminal, Path.GetFileName(Path.TrimEndingDirectorySeparator(source)), bytes, sent => session.Api.Send<Dataset>(
                        HttpMethod.Put, $"{PathOf(session.Get(name))}{choices.Query(session)}", Upload.Create(source, sent), cancellation));
                await Print(session, dataset, cancellation);
            }
            catch (CommandException refusal) when (refusal.Errors.Length > 0)
            {
                throw CommandException.BadInput(
                    string.Join(
                        Environment.NewLine, refusal.Errors.Select(error => $"{session.Get(path)}: {error.Field}: {error.Message}")));
            }
        });
    }

    private static Verb Fetch(Shell shell)
    {
        var name = new Argument<string>("NAME") { Description = "cifar10 or tiny-imagenet." };
        return shell.Runs(
            new Verb(
                "fetch", "Download a known dataset to the server from its official address.", "paretune data fetch cifar10").With(name),
                async (session, cancellation) =>
        {
            session.Printer.Note(
                $"the server downloads {session.Get(name)}; this may take minutes; if it is interrupted, run the command again to resume");
            await Print(
                session, await session.Api.Send<Dataset>(HttpMethod.Post, $"{PathOf(session.Get(name))}/fetch", null, cancellation),
                cancellation);
        });
    }

    private static Verb List(Shell shell)
    {
        var table = new TableOptions(TableOptions.NamesOf(Columns));
        var verb = new Verb(
            "list", "List the datasets that are ready to train on.", "paretune data list", "paretune data list --sort train")
        {
            HasRows = true,
        };
        return shell.Runs(verb.With(table.All), async (session, cancellation) =>
        {
            var choice = table.Choice(session, Columns);
            var datasets = table.Rows(session, Columns, await session.Api.Get<Dataset[]>("api/datasets", cancellation));
            session.Printer.Many(datasets, found => FittingTable.From(Columns, found, choice), Csv);
        });
    }

    private static Verb Show(Shell shell)
    {
        var name = Arguments.Dataset(shell);
        return shell.Runs(
            new Verb(
                "show", "Show a dataset: counts, sizes, how it was split, what was left out, images of each class.",
                "paretune data show flowers").With(name),
            async (session, cancellation) => session.Printer.One(
                await session.Api.Get<DatasetDetail>(PathOf(session.Get(name)), cancellation), DatasetReport.Create));
    }

    /// <summary>Prints what was imported and what was skipped; to standard error if standard output is for programs.</summary>
    private static async Task Print(Session session, Dataset dataset, CancellationToken cancellation)
    {
        var detail = await session.Api.Get<DatasetDetail>(PathOf(dataset.Name), cancellation);
        session.Printer.One(dataset, _ => DatasetReport.OfImport(detail));
        if (session.Printer.Format != OutputFormat.Table)
            foreach (var sentence in DatasetReport.Sentences(detail))
                session.Printer.Note(sentence);
    }

    internal static string PathOf(string name) => $"api/datasets/{Uri.EscapeDataString(name)}";

    private static TableColumn<Dataset> Count(string title, int importance, Func<Dataset, int> count) =>
        new(new(title, importance, IsRight: true), one => $"{count(one)}") { Key = one => count(one), IsHighestFirst = true };
}
