using System.CommandLine;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary>Verbs that manage datasets: <c>delete, rename, set, resize</c>.</summary>
internal static class DatasetChangeCommands
{
    public static Verb[] Create(Shell shell) => [Delete(shell), Rename(shell), Set(shell), Resize(shell)];

    private static Verb Delete(Shell shell)
    {
        var name = Arguments.Dataset(shell);
        var yes = new Option<bool>("--yes") { Description = "Do not ask for confirmation." };
        var verb = new Verb(
            "delete", "Permanently delete an imported dataset, unless a search is using it. Asks first.",
                "paretune data delete flowers --yes");
        return shell.Runs(verb.With(name, yes), async (session, cancellation) =>
        {
            // The server rejects the deletion of the built-in dataset, so no confirmation is needed.
            if (!session.Get(yes) && session.Get(name) != Dataset.BuiltIn)
                Ask(session, (await session.Api.Get<DatasetDetail>(DataCommands.PathOf(session.Get(name)), cancellation)).Dataset);
            session.Printer.One(
                await session.Api.Delete<Dataset>(DataCommands.PathOf(session.Get(name)), cancellation),
                dataset => new Text($"dataset {dataset.Name} is deleted"));
        });
    }

    /// <exception cref="CommandException">The user did not confirm.</exception>
    private static void Ask(Session session, Dataset dataset)
    {
        var images = dataset.TrainImages + dataset.ValidationImages + dataset.TestImages;
        session.Terminal.Error.Write($"permanently delete dataset {dataset.Name} and its {images} images? [y/N] ");
        var answer = session.Terminal.In.ReadLine()?.Trim().ToLowerInvariant();
        if (answer is not ("y" or "yes"))
            throw CommandException.BadInput(
                $"dataset {dataset.Name} was not deleted: the answer must be yes, but was \"{answer}\"; --yes deletes without asking");
    }

    private static Verb Rename(Shell shell)
    {
        var name = Arguments.Dataset(shell);
        var to = new Argument<string>("NEW") { Description = "Its new name." };
        return shell.Runs(
            new Verb("rename", "Rename an imported dataset, unless a search is using it.",
                "paretune data rename flowers flowers-2026")
                .With(name, to),
            async (session, cancellation) => session.Printer.One(
                await session.Api.Send<Dataset>(
                    HttpMethod.Post, $"{DataCommands.PathOf(session.Get(name))}/rename?to={Uri.EscapeDataString(session.Get(to))}", null,
                    cancellation),
                dataset => new Text($"renamed dataset {session.Get(name)} to {dataset.Name}")));
    }

    private static Verb Set(Shell shell)
    {
        var name = Arguments.Dataset(shell);
        var augmentation = new Option<string>("--augmentation")
        {
            Description = "Default augmentation of searches: none, or flip, crop, cutout joined by +.",
            HelpName = "set",
            Required = true,
        };
        return shell.Runs(
            new Verb("set", "Change the default augmentation of an imported dataset. Existing searches keep theirs.",
                "paretune data set digits --augmentation crop").With(name, augmentation),
            async (session, cancellation) => session.Printer.One(
                await session.Api.Post<Dataset>(
                    $"{DataCommands.PathOf(session.Get(name))}/set?augmentation={Uri.EscapeDataString(session.Get(augmentation)!)}", null,
                    cancellation),
                dataset => new Text($"new searches on {dataset.Name} use augmentation {dataset.Augmentation} by default")));
    }

    private static Verb Resize(Shell shell)
    {
        var name = new Argument<string>("NAME") { Description = "A dataset that was imported with --keep-originals." };
        var to = new Argument<string>("NEW") { Description = "Name of the new dataset." };
        var size = new Option<int>("--size") { Description = "Side of its images in pixels.", HelpName = "pixels", Required = true };
        return shell.Runs(
            new Verb("resize", "Create a dataset with another image size from a dataset's originals.",
                "paretune data resize flowers flowers-64 --size 64").With(name, to, size),
            async (session, cancellation) => session.Printer.One(
                await session.Api.Send<Dataset>(
                    HttpMethod.Post,
                    $"{DataCommands.PathOf(session.Get(name))}/resize?to={Uri.EscapeDataString(session.Get(to)!)}&size={session.Get(size)}",
                    null, cancellation),
                dataset => new Text($"{dataset.Name}: {dataset.TrainImages} training images of {dataset.Size}×{dataset.Size}")));
    }
}
