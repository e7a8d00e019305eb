using System.CommandLine;
using Paretune.Client.Api;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary><c>trial export</c>: saves a trial's model or its model card to a file.</summary>
internal static class TrialExportCommand
{
    private const string Card = "card";

    private static readonly FileStreamOptions Unbuffered =
        new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };

    public static Verb Create(Shell shell)
    {
        var (id, number) = (Arguments.Search(shell), Arguments.Trial(shell));
        var format = Shell.Choice(
            "--format",
            "onnx: the model in float32. onnx-fp16, onnx-int8: smaller ones, for members of the front only. safetensors: the weights "
            + "only. card: the model card, as Markdown.",
            [.. ModelFormat.All.Select(known => known.Word), Card]);
        var file = new Option<string?>("--file")
        {
            Description = "File to write. Default: a name such as ID-N.onnx in the current folder.",
            HelpName = "file"
        };
        var verb = new Verb(
            "export", "Write the model of a trial to a file.",
            "paretune trial export ID 3 --format onnx", "paretune trial export ID 3 --format onnx-int8 --file model.onnx",
            "paretune trial export ID 3 --format card");
        return shell.Runs(verb.With(id, number, format, file), async (session, cancellation) =>
        {
            var (trial, word) = ($"{ParetuneApi.PathOf(new(session.Get(id)))}/trials/{session.Get(number)}", session.Get(format)!);
            var (path, ending) = ModelFormat.Find(word) is { } known
                ? ($"{trial}/model?format={known.Word}", known.Ending) : ($"{trial}/card", ".md");
            var name = new FileName($"{session.Get(id)}-{session.Get(number)}", ending);
            var target = await Write(session, path, session.Get(file), name, cancellation);
            var written = new WrittenFile(target.FullName, word, target.Length);
            session.Printer.One(written, _ => new Text($"{written.File}: {written.Bytes} bytes"));
        });
    }

    /// <summary>Writes the file completely or not at all; a failure leaves the previous file in place.</summary>
    /// <param name="file">The file to write; null for one in the current folder.</param>
    private static async Task<FileInfo> Write(
        Session session, string path, string? file, FileName name, CancellationToken cancellation)
    {
        var target = Path.GetFullPath(file ?? name.Default);
        if (Directory.Exists(target))
            throw CommandException.BadInput($"--file: must be a file, but {target} is a folder");
        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            string? stated;
            // Not buffered, so that every write error occurs before the file is closed.
            await using (var stream = Writing(target, () => new FileStream(partial, Unbuffered)))
                stated = await session.Api.Download(path, stream, refused => Unwritable(target, refused), cancellation);
            target = Path.GetFullPath(file ?? name.From(stated));
            return Writing(target, () =>
            {
                File.Move(partial, target, overwrite: true);
                return new FileInfo(target);
            });
        }
        finally
        {
            if (File.Exists(partial))
                File.Delete(partial);
        }
    }

    private static T Writing<T>(string target, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(target, refused);
        }
    }

    private static CommandException Unwritable(string target, Exception refused) =>
        CommandException.BadInput($"--file: must be a writable file, but {target} is not: {refused.Message}");

    /// <summary>The name of a file, if the user gives none.</summary>
    private sealed record FileName(string Start, string Ending)
    {
        public string Default => Start + Ending;

        /// <summary>
        /// Returns the name that the server states, because only the server knows the ending of a program's model. A name that could be
        /// another file of the folder is not taken.
        /// </summary>
        public string From(string? stated) =>
            stated?.StartsWith($"{Start}.", StringComparison.Ordinal) == true && Path.GetFileName(stated) == stated ? stated : Default;
    }

    private sealed record WrittenFile(string File, string Format, long Bytes);
}
