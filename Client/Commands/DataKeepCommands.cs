using System.CommandLine;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary>Verbs that change which datasets there are: <c>delete, rename, set, resize</c>.</summary>
internal static class DataKeepCommands
{
    public static Verb[] Create(Shell shell) => [Delete(shell), Rename(shell), Set(shell), Resize(shell)];

    private static Verb Delete(Shell shell)
    {
        var name = Arguments.Dataset(shell);
        var yes = new Option<bool>("--yes") { Description = "Do not ask before." };
        var verb = new Verb(
            "delete", "Delete an imported dataset for good, unless a search is using it. Asks before.",
                "paretune data delete flowers --yes");
        return shell.Runs(verb.With(name, yes), async (session, cancellation) =>
        {
            // The server refuses to delete what is built in; nobody is asked before that.
            if (!session.Get(yes) && session.Get(name) != Dataset.BuiltIn)
                Ask(session, (await session.Api.Get<DatasetDetail>(DataCommands.PathOf(session.Get(name)), cancellation)).Dataset);
            session.Printer.One(
                await session.Api.Delete<Dataset>(DataCommands.PathOf(session.Get(name)), cancellation),
                dataset => new Text($"dataset {dataset.Name} is deleted"));
        });
    }

    /// <exception cref="CommandException">The answer was not yes.</exception>
    private static void Ask(Session session, Dataset dataset)
    {
        var images = dataset.TrainImages + dataset.ValidationImages + dataset.TestImages;
        session.Terminal.Error.Write($"delete dataset {dataset.Name} with its {images} images for good? [y/N] ");
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
            new Verb("rename", "Give an imported dataset another name, unless a search is using it.",
                "paretune data rename flowers flowers-2026")
                .With(name, to),
            async (session, cancellation) => session.Printer.One(
                await session.Api.Post<Dataset>(
                    $"{DataCommands.PathOf(session.Get(name))}/rename?to={Uri.EscapeDataString(session.Get(to))}", null, cancellation),
                dataset => new Text($"dataset {session.Get(name)} is called {dataset.Name} now")));
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
            new Verb("set", "Change the default augmentation of an imported dataset. Searches that were submitted keep theirs.",
                "paretune data set digits --augmentation crop").With(name, augmentation),
            async (session, cancellation) => session.Printer.One(
                await session.Api.Post<Dataset>(
                    $"{DataCommands.PathOf(session.Get(name))}/set?augmentation={Uri.EscapeDataString(session.Get(augmentation)!)}", null,
                    cancellation),
                dataset => new Text($"searches of {dataset.Name} augment with {dataset.Augmentation} where they do not say")));
    }

    private static Verb Resize(Shell shell)
    {
        var name = new Argument<string>("NAME") { Description = "A dataset that was imported with --keep-originals." };
        var to = new Argument<string>("NEW") { Description = "Name of the new dataset." };
        var size = new Option<int>("--size") { Description = "Side of its images in pixels.", HelpName = "pixels", Required = true };
        return shell.Runs(
            new Verb("resize", "Make a dataset of another size from the originals of one.",
                "paretune data resize flowers flowers-64 --size 64").With(name, to, size),
            async (session, cancellation) => session.Printer.One(
                await session.Api.Post<Dataset>(
                    $"{DataCommands.PathOf(session.Get(name))}/resize?to={Uri.EscapeDataString(session.Get(to)!)}&size={session.Get(size)}",
                    null, cancellation),
                dataset => new Text($"{dataset.Name}: {dataset.TrainImages} training images of {dataset.Size}×{dataset.Size}")));
    }
}
