using System.CommandLine;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Commands;

/// <summary><c>trainer init</c>: creates a folder with a working command trainer as a starting point.</summary>
internal static class TrainerInitCommand
{
    private const string Python = "python";

    // The example of docs/programs.md and the Python client, both run by the repository's tests.
    private static readonly string[] Files = ["trainer.yaml", "train.py", "paretune.py"];

    public static Verb Create(Shell shell)
    {
        var language = new Argument<string>("LANGUAGE") { Description = "Language of the trainer: python." };
        language.AcceptOnlyFromAmong(Python);
        var folder = new Argument<string>("FOLDER")
        {
            Description = "Folder to create. Its name becomes the trainer's name.",
            HelpName = "folder",
        };
        var verb = new Verb(
            "init", "Create a folder with a working trainer script as a starting point.", "paretune trainer init python digits");
        return shell.Runs(verb.With(language, folder), async (session, cancellation) =>
        {
            var target = Path.GetFullPath(session.Get(folder));
            Check(target);
            Directory.CreateDirectory(target);
            foreach (var name in Files)
            {
                await using var from = typeof(TrainerInitCommand).Assembly.GetManifestResourceStream($"trainer/{Python}/{name}")!;
                await using var to = File.Create(Path.Combine(target, name));
                await from.CopyToAsync(to, cancellation);
            }

            var trainer = Path.GetFileName(target);
            session.Printer.Note(
                $"wrote {string.Join(", ", Files)} into {target}. Try it alone: python3 {Path.Combine(target, "train.py")}. Then push "
                + $"it (paretune trainer push {trainer} {target}), or copy the folder to trainers/ in the home of server and workers, and "
                + $"submit: paretune search submit --trainer {trainer} --hyperparameter hidden=4,8");
        });
    }

    private static void Check(string target)
    {
        if (!TrainerReader.IsName(Path.GetFileName(target)))
            throw CommandException.BadInput(
                "FOLDER: its name must be 1 to 40 lower-case letters, digits and dashes, starting with a letter, and neither external nor "
                    + "the name of a network, but is "
                + $"\"{Path.GetFileName(target)}\"; choose another");
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw CommandException.BadInput(
                $"FOLDER: must be new or empty, but {target} is {(File.Exists(target) ? "a file" : "not empty")}; choose another");
    }
}
