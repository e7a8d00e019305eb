using Paretune.Client.Output;
using Paretune.Tuning.Specs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Commands;

/// <summary>Verbs for custom trainers: <c>list, init, push</c>.</summary>
internal static class TrainerCommands
{
    public static Verb[] Create(Shell shell) =>
    [
        shell.Runs(
            new Verb("list", "List the custom trainers of the server, and what a search can set for them.", "paretune trainer list"),
            async (session, cancellation) =>
                session.Printer.Many(await session.Api.Get<TrainerReadResult[]>("api/trainers", cancellation), Table)),
        TrainerInitCommand.Create(shell),
        TrainerPushCommand.Create(shell),
    ];

    internal static IRenderable Table(IReadOnlyCollection<TrainerReadResult> trainers)
    {
        if (trainers.Count == 0)
            return new Text(
                "no trainers; push one (paretune trainer push), or copy it to trainers/NAME in the server's home (docs/trainers.md)");
        var table = new FittingTable([
            new("name", 0), new("version", 1), new("hyperparameter", 4), new("values", 3, IsProse: true), new("default", 2),
            new("", 5, IsProse: true)]);
        foreach (var row in trainers.SelectMany(Rows))
            table.Add(row);
        return table;
    }

    private static IEnumerable<string[]> Rows(TrainerReadResult trainer)
    {
        if (trainer.Declaration is not { } declared)
            return trainer.Errors.Select(error => Head(trainer, $"{TrainerReader.FileName}: {error.Field}: {error.Message}"));
        return declared.Hyperparameters.Select(one => new[] { "", "", one.Name, Formatter.Range(one), one.Default.ToString(), "" })
            .Prepend(Head(trainer, declared.Description));
    }

    private static string[] Head(TrainerReadResult trainer, string said) => [trainer.Name, trainer.Version ?? "", "", "", "", said];
}
