using System.CommandLine;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Commands;

/// <summary><c>trainer push</c>: uploads a folder with a trainer as a new version.</summary>
internal static class TrainerPushCommand
{
    public static Verb Create(Shell shell)
    {
        var name = new Argument<string>("NAME") { Description = "Name by which searches refer to it." };
        var folder = new Argument<string>("FOLDER")
        {
            Description = $"The trainer's folder, with {TrainerReader.FileName} at its top. Hidden files and __pycache__ are left out.",
            HelpName = "folder",
        };
        var verb = new Verb(
            "push", "Send a trainer to the server as a new version. Searches pin the version they are submitted with.",
            "paretune trainer push digits ./digits");
        return shell.Runs(verb.With(name, folder), async (session, cancellation) =>
        {
            var source = session.Get(folder);
            Check(source);
            var bytes = FolderPack.Size(source, IsLeftOut);
            session.Printer.Note($"sending {source}, {bytes / 1e6:0.0} MB{LeftOut(source)}");
            try
            {
                var pushed = await TransferProgress.Run(
                    session.Terminal, session.Get(name), bytes, sent => session.Api.Send<TrainerReadResult>(
                        HttpMethod.Put, $"api/trainers/{Uri.EscapeDataString(session.Get(name))}",
                        new FolderUpload(source, sent, IsLeftOut), cancellation));
                session.Printer.Many([pushed], TrainerCommands.Table);
                session.Printer.Note(
                    $"new searches with trainer: {pushed.Name} use version {pushed.Version}; "
                    + "existing searches keep theirs");
            }
            catch (CommandException refusal) when (refusal.Errors.Length > 0)
            {
                throw CommandException.BadInput(string.Join(
                    Environment.NewLine, refusal.Errors.Select(error => $"{TrainerReader.FileName}: {error.Field}: {error.Message}")));
            }
        });
    }

    /// <summary>Checks the folder before the upload, because a wrong folder could be a whole disk.</summary>
    private static void Check(string folder)
    {
        if (!File.Exists(Path.Combine(folder, TrainerReader.FileName)))
            throw CommandException.BadInput(
                $"FOLDER: must contain {TrainerReader.FileName}, but {folder} does not; paretune trainer init python FOLDER writes one");
    }

    private static bool IsLeftOut(string name) => name.StartsWith('.') || name == "__pycache__";

    private static string LeftOut(string folder)
    {
        var names = new DirectoryInfo(folder).EnumerateFileSystemInfos().Select(item => item.Name).Where(IsLeftOut)
            .Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "" : $", without {string.Join(", ", names)}";
    }
}
